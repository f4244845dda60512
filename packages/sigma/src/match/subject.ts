// An event under test: its fields in slots, and all of its text for keywords, made when first
// asked.
import type { FieldTable } from './fields.ts';
import { render } from './slot.ts';

const DEPTH = 128;

export class Subject {
  readonly fields: FieldTable;
  #event: object = {};
  #text: string | undefined;
  #folded: string | undefined;

  constructor(fields: FieldTable) {
    this.fields = fields;
  }

  get event(): object {
    return this.#event;
  }

  /** Turns to another event. */
  read(event: object): void {
    this.#event = event;
    this.#text = undefined;
    this.#folded = undefined;
    this.fields.read(event);
  }

  /**
   * The event as JSON, in which every text stands as it is; those that JSON escapes stand behind it
   * once more, a line each.
   */
  text(): string {
    return (this.#text ??= searchable(this.#event));
  }

  folded(): string {
    return (this.#folded ??= this.text().toLowerCase());
  }
}

function searchable(event: object): string {
  const json = render(event);
  if (!json.includes('\\')) return json;
  const texts = [json];
  gather(event, texts, 0);
  return texts.join('\n');
}

function gather(value: object, texts: string[], depth: number): void {
  if (depth > DEPTH) return;
  for (const each of Object.values(value) as unknown[]) {
    if (typeof each === 'string') texts.push(each);
    else if (typeof each === 'object' && each !== null) gather(each, texts, depth + 1);
  }
}

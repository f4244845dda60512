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

  /** Turns to another event. */
  read(event: object): void {
    this.#event = event;
    this.#text = undefined;
    this.#folded = undefined;
    this.fields.read(event);
  }

  /** Every text and number of the event, a line each, and the event as JSON. */
  text(): string {
    return (this.#text ??= `${textsOf(this.#event, 0).join('\n')}\n${render(this.#event)}`);
  }

  folded(): string {
    return (this.#folded ??= this.text().toLowerCase());
  }
}

function textsOf(value: unknown, depth: number): string[] {
  if (typeof value !== 'object') return value === undefined ? [] : [`${value as string | number}`];
  if (value === null || depth > DEPTH) return [];
  return Object.values(value).flatMap((each) => textsOf(each, depth + 1));
}

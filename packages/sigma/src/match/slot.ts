// The values of one field in one event, and the texts that matchers look at, each made once.

type Scalar = string | number | boolean;

/** Nothing is remembered of a field that the event does not have: only filled slots are emptied. */
const NONE: readonly string[] = [];

export class Slot {
  readonly field: string;
  /** True if the event has the field, be it null or empty. */
  isThere = false;
  hasNull = false;
  /** Values that are no object and no list; of a list, its members. */
  scalars: Scalar[] = [];
  /** Objects and lists, and the objects in lists. */
  composites: object[] = [];
  #quality = Infinity;
  #texts: string[] | undefined;
  #folded: string[] | undefined;
  #rendered: string[] | undefined;
  #renderedFolded: string[] | undefined;

  constructor(field: string) {
    this.field = field;
  }

  /** Takes a value found under a name of this quality; better ones replace worse ones. */
  offer(value: unknown, quality: number): void {
    if (quality > this.#quality) return;
    if (quality < this.#quality && this.isThere) this.clear();
    this.#quality = quality;
    this.isThere = true;
    this.#add(value);
  }

  /** Texts of the scalars. */
  texts(): readonly string[] {
    if (this.scalars.length === 0) return NONE;
    return (this.#texts ??= this.scalars.map(String));
  }

  folded(): readonly string[] {
    if (this.scalars.length === 0) return NONE;
    return (this.#folded ??= this.texts().map((text) => text.toLowerCase()));
  }

  /** Objects and lists as compact JSON, and once more without the escapes of JSON in JSON. */
  rendered(): readonly string[] {
    if (this.composites.length === 0) return NONE;
    return (this.#rendered ??= this.composites.map(render));
  }

  renderedFolded(): readonly string[] {
    if (this.composites.length === 0) return NONE;
    return (this.#renderedFolded ??= this.rendered().map((text) => text.toLowerCase()));
  }

  #add(value: unknown): void {
    if (value === null || value === undefined) {
      this.hasNull = true;
    } else if (Array.isArray(value)) {
      this.composites.push(value);
      for (const each of value) this.#addMember(each);
    } else if (typeof value === 'object') {
      this.composites.push(value);
    } else {
      this.scalars.push(value as Scalar);
    }
  }

  #addMember(value: unknown): void {
    if (Array.isArray(value)) for (const each of value) this.#addMember(each);
    else if (typeof value === 'object' && value !== null) this.composites.push(value);
    else if (value !== null && value !== undefined) this.scalars.push(value as Scalar);
  }

  /** Empties it for another event. */
  clear(): void {
    this.isThere = false;
    this.hasNull = false;
    this.scalars = [];
    this.composites = [];
    this.#quality = Infinity;
    this.#texts = undefined;
    this.#folded = undefined;
    this.#rendered = undefined;
    this.#renderedFolded = undefined;
  }
}

export function render(value: object): string {
  const text = JSON.stringify(value);
  const escaped = text.includes('\\"') ? `\n${text.replaceAll(/\\+"/g, '"')}` : '';
  return text + escaped;
}

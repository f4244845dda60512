// The values of one field in one event, and the texts that matchers look at, each made once and
// only where something looks.
import { addressOf, type Address } from '../value/cidr.ts';

type Scalar = string | number | boolean;

/** Nothing is remembered of a field that the event does not have: only filled slots are emptied. */
const NONE: readonly never[] = [];

/** The number of the event at hand: what slots hold of others is void. */
export interface Round {
  number: number;
}

export class Slot {
  readonly field: string;
  /** Its place among the slots of its table. */
  readonly id: number;
  /** Looked at in every event: its values never wait to be asked for. */
  isWatched = false;
  readonly #fetch: () => void;
  readonly #now: Round;
  /** Of the event for which it was last asked. */
  #fetched = -1;
  /** Of the event that it holds values of. */
  #round = -1;
  #quality = Infinity;
  /** As they stand in the event. */
  #found: unknown = undefined;
  #more: unknown[] | undefined = undefined;
  /** Whether anything below was made. */
  #isUsed = false;
  #values: Values | undefined = undefined;
  #texts: readonly string[] | undefined = undefined;
  #addresses: readonly Address[] | undefined = undefined;
  #folded: readonly string[] | undefined = undefined;
  #rendered: readonly string[] | undefined = undefined;
  #renderedFolded: readonly string[] | undefined = undefined;

  /** @param fetch offers the values that wait */
  constructor(field: string, id: number, now: Round, fetch: () => void) {
    this.field = field;
    this.id = id;
    this.#now = now;
    this.#fetch = fetch;
  }

  /** True if the event has the field, be it null or empty. */
  get isThere(): boolean {
    if (!this.isWatched && this.#fetched !== this.#now.number) {
      this.#fetched = this.#now.number;
      this.#fetch();
    }
    return this.#round === this.#now.number;
  }

  /**
   * Takes a value found under a name of this quality; better ones replace worse ones.
   *
   * @returns whether it is the event's first
   */
  offer(value: unknown, quality: number): boolean {
    const isFirst = this.#round !== this.#now.number;
    if (isFirst) {
      this.#round = this.#now.number;
      if (this.#isUsed) this.#clear();
    } else if (quality >= this.#quality) {
      if (quality === this.#quality) (this.#more ??= []).push(value);
      return false;
    }
    this.#quality = quality;
    this.#found = value;
    this.#more = undefined;
    return isFirst;
  }

  get hasNull(): boolean {
    return this.#split().hasNull;
  }

  /** Values that are no object and no list; of a list, its members. */
  get scalars(): readonly Scalar[] {
    return this.#split().scalars;
  }

  /** Objects and lists, and the objects in lists. */
  get composites(): readonly object[] {
    return this.#split().composites;
  }

  /** Texts of the scalars. */
  texts(): readonly string[] {
    if (!this.isThere) return NONE;
    if (this.#texts !== undefined) return this.#texts;
    this.#isUsed = true;
    const found = this.#found;
    if (typeof found === 'string' && this.#more === undefined) return (this.#texts = [found]);
    const { scalars } = this.#split();
    return (this.#texts = scalars.length === 0 ? NONE : scalars.map(String));
  }

  folded(): readonly string[] {
    if (!this.isThere) return NONE;
    return (this.#folded ??= foldedOf(this.texts()));
  }

  /** The texts that are addresses of a network. */
  addresses(): readonly Address[] {
    if (!this.isThere) return NONE;
    return (this.#addresses ??= this.texts().flatMap((text) => addressOf(text) ?? []));
  }

  /** Objects and lists as compact JSON, and once more without the escapes of JSON in JSON. */
  rendered(): readonly string[] {
    if (!this.isThere) return NONE;
    if (this.#rendered !== undefined) return this.#rendered;
    const { composites } = this.#split();
    return (this.#rendered = composites.length === 0 ? NONE : composites.map(render));
  }

  renderedFolded(): readonly string[] {
    if (!this.isThere) return NONE;
    return (this.#renderedFolded ??= foldedOf(this.rendered()));
  }

  #split(): Values {
    if (!this.isThere) return NOTHING;
    if (this.#values !== undefined) return this.#values;
    this.#isUsed = true;
    const values: Values = { hasNull: false, scalars: [], composites: [] };
    add(values, this.#found);
    if (this.#more !== undefined) for (const value of this.#more) add(values, value);
    return (this.#values = values);
  }

  /** Forgets what was made of other values. */
  #clear(): void {
    this.#isUsed = false;
    this.#values = undefined;
    this.#texts = undefined;
    this.#addresses = undefined;
    this.#folded = undefined;
    this.#rendered = undefined;
    this.#renderedFolded = undefined;
  }
}

interface Values {
  hasNull: boolean;
  scalars: Scalar[];
  composites: object[];
}

const NOTHING: Values = { hasNull: false, scalars: [], composites: [] };

function add(values: Values, value: unknown): void {
  if (value === null || value === undefined) {
    values.hasNull = true;
  } else if (Array.isArray(value)) {
    values.composites.push(value);
    for (const each of value) addMember(values, each);
  } else if (typeof value === 'object') {
    values.composites.push(value);
  } else {
    values.scalars.push(value as Scalar);
  }
}

function addMember(values: Values, value: unknown): void {
  if (Array.isArray(value)) for (const each of value) addMember(values, each);
  else if (typeof value === 'object' && value !== null) values.composites.push(value);
  else if (value !== null && value !== undefined) values.scalars.push(value as Scalar);
}

const foldedOf = (texts: readonly string[]): readonly string[] => {
  if (texts.length === 1) return [texts[0]!.toLowerCase()];
  return texts.length === 0 ? NONE : texts.map((text) => text.toLowerCase());
};

export function render(value: object): string {
  const text = JSON.stringify(value);
  const escaped = text.includes('\\"') ? `\n${text.replaceAll(/\\+"/g, '"')}` : '';
  return text + escaped;
}

// Groups of a correlation by their key, those not touched for longest let go first.

/** Between the values of a key; no text of JSON that people write holds it. */
const SEPARATOR = '\u001f';
/** Stands for a field that the event does not have. */
const MISSING = '\u0000';

/** One text for the values of the fields; an event without a field is of the group without it. */
export function groupKey(values: readonly (string | undefined)[]): string {
  if (values.length === 1) return values[0] ?? MISSING;
  return values.map((value) => value ?? MISSING).join(SEPARATOR);
}

/** The values by field again. */
export function groupOf(key: string, fields: readonly string[]): Record<string, string | null> {
  const values = fields.length === 1 ? [key] : key.split(SEPARATOR);
  return Object.fromEntries(
    fields.map((field, at) => [field, values[at] === MISSING ? null : (values[at] ?? null)]),
  );
}

/**
 * State by group, bounded. Two generations: what is touched goes to the young one; when that is
 * turned into the old one, what nobody touched in the meantime goes. (One map in the order of last
 * use would be searched from its front past all that was deleted there.)
 */
export class Groups<S> {
  readonly #half: number;
  #young = new Map<string, S>();
  #old = new Map<string, S>();
  /** The latest time of what the old generation holds. */
  #old_latest = -Infinity;
  #latest = -Infinity;
  evictions = 0;

  constructor(most: number) {
    this.#half = Math.max(1, Math.ceil(most / 2));
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  get(key: string): S | undefined {
    return this.#young.get(key) ?? this.#old.get(key);
  }

  /** Sets it as touched now; `time` is that of the event. */
  put(key: string, state: S, time = -Infinity): void {
    if (time > this.#latest) this.#latest = time;
    if (!this.#young.has(key)) {
      this.#old.delete(key);
      if (this.#young.size >= this.#half) {
        this.evictions += this.#old.size;
        this.#turn();
      }
    }
    this.#young.set(key, state);
  }

  delete(key: string): void {
    if (!this.#young.delete(key)) this.#old.delete(key);
  }

  *entries(): Iterable<[string, S]> {
    yield* this.#old;
    yield* this.#young;
  }

  /** Lets go of groups whose latest event is a span before the time; some stay for longer. */
  expire(time: number, span: number): void {
    if (time >= this.#old_latest + span) this.#turn();
  }

  #turn(): void {
    this.#old = this.#young;
    this.#young = new Map();
    this.#old_latest = this.#latest;
  }
}

// The fields that a set of rules asks for, and their values in an event. Those that the index of
// rules watches are looked for in every event; all others not before a test asks for one of them,
// and then only as far down as they may be.
import { Slot, type Round } from './slot.ts';
import { Walk } from './walk.ts';

export class FieldTable {
  /** Counts the events. */
  readonly round: Round = { number: 0 };
  readonly #slots = new Map<string, Slot>();
  readonly #filled: Slot[] = [];
  #filledCount = 0;
  readonly #now = new Walk((slot) => (this.#filled[this.#filledCount++] = slot), false);
  readonly #later = new Walk(() => undefined, true);
  #event: object = {};
  /** The event that the walk for others was last begun for. */
  #begun = 0;

  /** The slot that will hold a field's values. Aliases are looked at where the field is not. */
  slot(field: string, aliases: readonly string[] = []): Slot {
    const key = keyOf(field, aliases);
    let slot = this.#slots.get(key);
    if (slot !== undefined) return slot;
    slot = new Slot(field, this.#slots.size, this.round, () => {
      if (this.#begun !== this.round.number) this.#begin();
      if (above.length > 0) this.#later.open(above);
    });
    this.#slots.set(key, slot);
    const above = this.#later.add(slot, [field, ...aliases]);
    return slot;
  }

  /** The same, for a field that is looked at in every event. */
  watched(field: string, aliases: readonly string[] = []): Slot {
    const slot = this.slot(field, aliases);
    if (slot.isWatched) return slot;
    slot.isWatched = true;
    this.#now.add(slot, [field, ...aliases]);
    this.#later.forget();
    return slot;
  }

  /** Visits the watched slots that the event at hand has a value for. */
  eachFilled(visit: (slot: Slot) => void): void {
    for (let at = 0; at < this.#filledCount; at++) visit(this.#filled[at]!);
  }

  /** Fills the slots with the values of an event; what they held before is gone. */
  read(event: object): void {
    this.round.number++;
    this.#filledCount = 0;
    this.#event = event;
    this.#now.read(event);
  }

  #begin(): void {
    this.#begun = this.round.number;
    this.#later.read(this.#event);
  }
}

const keyOf = (field: string, aliases: readonly string[]): string =>
  aliases.length === 0 ? field : [field, ...aliases].join('\u0000');

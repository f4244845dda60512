// The fields that a set of rules asks for, and their values in an event. One walk over the event
// finds all of them: it goes down only where a field may be, so that its cost is that of the
// event's keys and not of the number of rules.
//
// A field is found by its exact name first, then without regard to case; a flat key with dots comes
// before a path. Lists are any of their members.
import { Slot } from './slot.ts';

interface Node {
  /** By the next step of a path, in lower case. */
  steps: Map<string, Node>;
  slots: Wanted[];
}

interface Wanted {
  slot: Slot;
  /** As it was registered, to tell an exact name from one that differs in case. */
  name: string;
  /** 0 is the field itself, others are aliases in their order. */
  rank: number;
}

/** Where a walk has come to by the keys of an event as they are written. */
interface Place {
  node: Node;
  path: string;
  /** What is filled from here, and how well this path is its field's. */
  fills: { slot: Slot; quality: number }[];
  /** Where a key of an event leads from here: null is nowhere. */
  known: Map<string, Place | null>;
}

/** Keys that are remembered, with where they lead; those of hostile events have no end. */
const KNOWN_KEYS = 16_384;
/** Events are bounded at intake; this bounds the walk of those that are not. */
const DEPTH = 128;

const newNode = (): Node => ({ steps: new Map(), slots: [] });

export class FieldTable {
  readonly #root = newNode();
  #start = placeOf(this.#root, '', '');
  #known = 0;
  readonly #slots = new Map<string, Slot>();
  readonly #filled: Slot[] = [];

  /** The slot that will hold a field's values. Aliases are looked at where the field is not. */
  slot(field: string, aliases: readonly string[] = []): Slot {
    const key = aliases.length === 0 ? field : [field, ...aliases].join('\u0000');
    let slot = this.#slots.get(key);
    if (slot !== undefined) return slot;
    slot = new Slot(field, this.#slots.size);
    this.#slots.set(key, slot);
    for (const [rank, name] of [field, ...aliases].entries()) this.#register(slot, name, rank);
    return slot;
  }

  /** The slots that the event at hand has a value for. */
  get filled(): readonly Slot[] {
    return this.#filled;
  }

  /** Fills the slots with the values of an event; what they held before is gone. */
  read(event: object): void {
    for (const slot of this.#filled) slot.clear();
    this.#filled.length = 0;
    this.#walk(event, this.#start, 0);
  }

  #register(slot: Slot, name: string, rank: number): void {
    let node = this.#root;
    for (const step of name.toLowerCase().split('.')) {
      let next = node.steps.get(step);
      if (next === undefined) node.steps.set(step, (next = newNode()));
      node = next;
    }
    node.slots.push({ slot, name, rank });
    this.#start = placeOf(this.#root, '', '');
    this.#known = 0;
  }

  #walk(value: object, place: Place, depth: number): void {
    const { known } = place;
    // Events are plain objects; this makes no list of their keys.
    for (const key in value) {
      let next = known.get(key);
      if (next === undefined) next = this.#learn(place, key);
      if (next !== null) this.#reach(next, (value as Record<string, unknown>)[key], depth + 1);
    }
  }

  #reach(place: Place, value: unknown, depth: number): void {
    for (const { slot, quality } of place.fills) {
      if (!slot.isThere) this.#filled.push(slot);
      slot.offer(value, quality);
    }
    if (typeof value === 'object' && place.node.steps.size > 0) this.#descend(place, value, depth);
  }

  #descend(place: Place, value: unknown, depth: number): void {
    if (typeof value !== 'object' || value === null || depth > DEPTH) return;
    if (Array.isArray(value)) {
      for (const each of value) this.#descend(place, each, depth + 1);
    } else {
      this.#walk(value, place, depth);
    }
  }

  #learn(place: Place, key: string): Place | null {
    const node = leadOf(place.node, key);
    const found = node === undefined ? null : placeOf(node, place.path, key);
    if (this.#known < KNOWN_KEYS) {
      this.#known++;
      place.known.set(key, found);
    }
    return found;
  }
}

function placeOf(node: Node, before: string, key: string): Place {
  const path = before === '' ? key : `${before}.${key}`;
  const isFlat = before === '';
  const fills = node.slots.map(({ slot, name, rank }) => {
    // Less is better: exact before folded, flat before nested, the field before its aliases.
    return { slot, quality: rank * 4 + (path === name ? 0 : 2) + (isFlat ? 0 : 1) };
  });
  return { node, path, fills, known: new Map() };
}

/** Where a key leads: also one with dots, and one whose blanks the rule's field leaves out. */
function leadOf(node: Node, key: string): Node | undefined {
  const folded = key.toLowerCase();
  return (
    node.steps.get(folded) ??
    (folded.includes('.') ? through(node, folded) : undefined) ??
    (folded.includes(' ') ? node.steps.get(folded.replaceAll(' ', '')) : undefined)
  );
}

function through(node: Node, path: string): Node | undefined {
  let at: Node | undefined = node;
  for (const step of path.split('.')) at = at?.steps.get(step);
  return at;
}

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
  /** Where a key of an event leads from here. */
  known: Map<string, Node | null>;
}

interface Wanted {
  slot: Slot;
  /** As it was registered, to tell an exact name from one that differs in case. */
  name: string;
  /** 0 is the field itself, others are aliases in their order. */
  rank: number;
}

/** Keys of hostile events are not remembered beyond this. */
const KNOWN_KEYS = 4_096;
/** Events are bounded at intake; this bounds the walk of those that are not. */
const DEPTH = 128;

const newNode = (): Node => ({ steps: new Map(), slots: [], known: new Map() });

export class FieldTable {
  readonly #root = newNode();
  readonly #slots = new Map<string, Slot>();
  readonly #keys: string[] = [];
  readonly #filled: Slot[] = [];

  /** The slot that will hold a field's values. Aliases are looked at where the field is not. */
  slot(field: string, aliases: readonly string[] = []): Slot {
    const key = [field, ...aliases].join('\u0000');
    let slot = this.#slots.get(key);
    if (slot !== undefined) return slot;
    slot = new Slot(field);
    this.#slots.set(key, slot);
    for (const [rank, name] of [field, ...aliases].entries()) this.#register(slot, name, rank);
    return slot;
  }

  /** Fills the slots with the values of an event; what they held before is gone. */
  read(event: object): void {
    for (const slot of this.#filled) slot.clear();
    this.#filled.length = 0;
    this.#walk(event, this.#root, 0);
  }

  #register(slot: Slot, name: string, rank: number): void {
    let node = this.#root;
    for (const step of name.toLowerCase().split('.')) {
      let next = node.steps.get(step);
      if (next === undefined) {
        next = newNode();
        node.steps.set(step, next);
        node.known.clear();
      }
      node = next;
    }
    node.slots.push({ slot, name, rank });
  }

  #walk(value: object, node: Node, depth: number): void {
    for (const key of Object.keys(value)) {
      let next = node.known.get(key);
      if (next === undefined) next = learn(node, key);
      if (next === null) continue;
      this.#keys.push(key);
      this.#reach(next, (value as Record<string, unknown>)[key], depth + 1);
      this.#keys.pop();
    }
  }

  #reach(node: Node, value: unknown, depth: number): void {
    for (const wanted of node.slots) {
      if (!wanted.slot.isThere) this.#filled.push(wanted.slot);
      wanted.slot.offer(value, this.#quality(wanted));
    }
    if (node.steps.size > 0) this.#descend(node, value, depth);
  }

  #descend(node: Node, value: unknown, depth: number): void {
    if (typeof value !== 'object' || value === null || depth > DEPTH) return;
    if (Array.isArray(value)) {
      for (const each of value) this.#descend(node, each, depth + 1);
    } else {
      this.#walk(value, node, depth);
    }
  }

  /** Less is better: exact before folded, flat before nested, the field before its aliases. */
  #quality({ name, rank }: Wanted): number {
    const keys = this.#keys;
    const isExact = keys.length === 1 ? keys[0] === name : keys.join('.') === name;
    return rank * 4 + (isExact ? 0 : 2) + (keys.length === 1 ? 0 : 1);
  }
}

/** Where a key leads: also one with dots, and one whose blanks the rule's field leaves out. */
function learn(node: Node, key: string): Node | null {
  const folded = key.toLowerCase();
  const found =
    node.steps.get(folded) ??
    (folded.includes('.') ? through(node, folded) : undefined) ??
    (folded.includes(' ') ? node.steps.get(folded.replaceAll(' ', '')) : undefined) ??
    null;
  if (node.known.size < KNOWN_KEYS) node.known.set(key, found);
  return found;
}

function through(node: Node, path: string): Node | undefined {
  let at: Node | undefined = node;
  for (const step of path.split('.')) at = at?.steps.get(step);
  return at;
}

// One walk over an event finds the values of many fields. It goes down only where a field may be,
// so that its cost is that of the event's keys and not of the number of fields.
//
// A field is found by its exact name first, then without regard to case; a flat key with dots comes
// before a path. Lists are any of their members.
import type { Slot } from './slot.ts';

/** A step of the fields' paths. */
export interface Node {
  /** By the next step of a path, in lower case. */
  steps: Map<string, Node>;
  slots: Wanted[];
  /** What the event at hand has here and nobody asked for yet: the first `count` of these. */
  waiting: Waiting[];
  count: number;
}

interface Wanted {
  slot: Slot;
  /** As it was registered, to tell an exact name from one that differs in case. */
  name: string;
  /** 0 is the field itself, others are aliases in their order. */
  rank: number;
}

/** A member that was not looked at: it may be one that is made when it is. */
interface Waiting {
  holder: Record<string, unknown>;
  key: string;
  place: Place;
}

interface Fill {
  slot: Slot;
  quality: number;
}

/** Where a walk has come to by the keys of an event as they are written. */
interface Place {
  node: Node;
  path: string;
  /** What is filled from here, and how well this path is its field's. */
  first: Fill | undefined;
  others: readonly Fill[] | undefined;
  /** Whether there are fields further down. */
  leadsOn: boolean;
  /** Where a key of an event leads from here: null is nowhere. */
  known: Map<string, Place | null>;
  /** The keys of the last object here in their order: the next one often has the same. */
  keys: string[];
  nexts: (Place | null)[];
}

/** Keys that are remembered, with where they lead; those of hostile events have no end. */
const KNOWN_KEYS = 16_384;
/** Events are bounded at intake; this bounds the walk of those that are not. */
const DEPTH = 128;
/** Members of one place that are held for the next event to reuse. */
const KEPT_WAITING = 256;
/** Keys of an object that are remembered in their order. */
const ORDERED_KEYS = 64;

const newNode = (): Node => ({ steps: new Map(), slots: [], waiting: [], count: 0 });

export class Walk {
  readonly #root = newNode();
  readonly #found: (slot: Slot) => void;
  readonly #isPatient: boolean;
  #start: Place | undefined;
  #known = 0;
  /** Where something waits. */
  readonly #waiting: Node[] = [];
  #waitingCount = 0;

  /**
   * @param found called with each slot that an event has a value for
   * @param isPatient goes down only where it is told to
   */
  constructor(found: (slot: Slot) => void, isPatient: boolean) {
    this.#found = found;
    this.#isPatient = isPatient;
  }

  /** Has a slot filled from fields of these names, better ones first. Gives the nodes above it. */
  add(slot: Slot, names: readonly string[]): Node[] {
    const above = new Set<Node>();
    for (const [rank, name] of names.entries()) {
      let node = this.#root;
      for (const step of name.toLowerCase().split('.')) {
        if (node !== this.#root) above.add(node);
        let next = node.steps.get(step);
        if (next === undefined) node.steps.set(step, (next = newNode()));
        node = next;
      }
      node.slots.push({ slot, name, rank });
    }
    this.forget();
    return [...above];
  }

  /** Leads anew: slots that became watched are left to the other walk. */
  forget(): void {
    this.#start = undefined;
    this.#known = 0;
  }

  /** Fills slots with the values of an event; where it is patient, the first of them. */
  read(event: object): void {
    this.drop();
    this.#start ??= this.#placeOf(this.#root, '', '');
    this.#walk(event as Record<string, unknown>, this.#start, 0);
  }

  /** Lets go of what waits. */
  drop(): void {
    // Arrays keep their length: setting it is a call into the runtime.
    for (let at = 0; at < this.#waitingCount; at++) empty(this.#waiting[at]!);
    this.#waitingCount = 0;
  }

  /** Goes down from nodes, those above first. */
  open(nodes: readonly Node[]): void {
    for (const node of nodes) {
      const { waiting, count } = node;
      node.count = 0;
      for (let at = 0; at < count; at++) {
        const { holder, key, place } = waiting[at]!;
        this.#descend(place, holder[key], 0);
      }
    }
  }

  #walk(value: Record<string, unknown>, place: Place, depth: number): void {
    const { keys, nexts } = place;
    let at = 0;
    // Events are plain objects; this makes no list of their keys.
    for (const key in value) {
      const next = keys[at] === key ? nexts[at]! : this.#look(place, key, at);
      at++;
      if (next === null) continue;
      const { first, others } = next;
      if (first !== undefined) {
        const found = value[key];
        this.#fill(first, found);
        if (others !== undefined) for (const fill of others) this.#fill(fill, found);
      }
      if (!next.leadsOn) continue;
      if (this.#isPatient) this.#wait(next, value, key);
      else this.#descend(next, value[key], depth + 1);
    }
  }

  #look(place: Place, key: string, at: number): Place | null {
    let next = place.known.get(key);
    if (next === undefined) next = this.#learn(place, key);
    if (at < ORDERED_KEYS) {
      place.keys[at] = key;
      place.nexts[at] = next;
    }
    return next;
  }

  #wait(place: Place, holder: Record<string, unknown>, key: string): void {
    const { node } = place;
    if (node.count === 0) this.#waiting[this.#waitingCount++] = node;
    const kept = node.waiting[node.count];
    if (kept === undefined) node.waiting.push({ holder, key, place });
    else {
      kept.holder = holder;
      kept.key = key;
      kept.place = place;
    }
    node.count++;
  }

  #fill({ slot, quality }: Fill, value: unknown): void {
    if (slot.offer(value, quality)) this.#found(slot);
  }

  #descend(place: Place, value: unknown, depth: number): void {
    if (typeof value !== 'object' || value === null || depth > DEPTH) return;
    if (Array.isArray(value)) {
      for (const each of value) this.#descend(place, each, depth + 1);
    } else {
      this.#walk(value as Record<string, unknown>, place, depth);
    }
  }

  #learn(place: Place, key: string): Place | null {
    const node = leadOf(place.node, key);
    const found = node === undefined ? null : this.#placeOf(node, place.path, key);
    if (this.#known < KNOWN_KEYS) {
      this.#known++;
      place.known.set(key, found);
    }
    return found;
  }

  #placeOf(node: Node, before: string, key: string): Place {
    const path = before === '' ? key : `${before}.${key}`;
    const isFlat = before === '';
    const own = this.#isPatient ? node.slots.filter(({ slot }) => !slot.isWatched) : node.slots;
    const [first, ...more] = own.map(({ slot, name, rank }): Fill => {
      // Less is better: exact before folded, flat before nested, the field before its aliases.
      return { slot, quality: rank * 4 + (path === name ? 0 : 2) + (isFlat ? 0 : 1) };
    });
    const others = more.length === 0 ? undefined : more;
    const leadsOn = node.steps.size > 0;
    return { node, path, first, others, leadsOn, known: new Map(), keys: [], nexts: [] };
  }
}

/** Keeps what is there for the next event, unless one had very many. */
function empty(node: Node): void {
  node.count = 0;
  if (node.waiting.length > KEPT_WAITING) node.waiting = [];
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

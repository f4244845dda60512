// What is remembered until it expires, and never more than so many.
import type { Clock } from '../lib/clock.ts';

export interface Memory<V> {
  get(name: string): V | undefined;
  /** False where it holds as many live ones as it may: nothing was kept. */
  add(name: string, value: V, expires: number): boolean;
  /** Forgets the one that was added first. */
  dropOldest(): void;
}

/** @param most how many it holds */
export function createMemory<V>(clock: Clock, most: number): Memory<V> {
  const held = new Map<string, { value: V; expires: number }>();

  /** Walks over all only when it is full: adding costs little on average. */
  function makeRoom(): boolean {
    const now = clock.now();
    for (const [name, { expires }] of held) if (expires <= now) held.delete(name);
    return held.size < most;
  }

  return {
    get(name) {
      const found = held.get(name);
      return found === undefined || found.expires <= clock.now() ? undefined : found.value;
    },
    add(name, value, expires) {
      if (held.size >= most && !makeRoom()) return false;
      held.delete(name);
      held.set(name, { value, expires });
      return true;
    },
    dropOldest() {
      const [oldest] = held.keys();
      if (oldest !== undefined) held.delete(oldest);
    },
  };
}

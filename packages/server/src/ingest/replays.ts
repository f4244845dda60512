// Signatures that cover no time verify for ever. A signed body that comes again under another
// delivery id is recorded and marked; the memory of bodies is bounded and outlives a restart.
import { createHash } from 'node:crypto';
import type { ReplayStore, SeenBody } from './ports.ts';

export interface Replays {
  /** Whether this body was seen under another delivery id. Does not remember it. */
  suspect(source: string, signature: string, delivery: string | undefined): boolean;
  /** Remembers a body that was recorded. */
  remember(source: string, signature: string, delivery: string | undefined): void;
  /** Writes what is remembered, if anything changed since. */
  save(): Promise<void>;
}

/** @param items how many bodies are remembered; the oldest give way */
export async function openReplays(store: ReplayStore, items: number): Promise<Replays> {
  const seen = new Map<string, string>((await store.load()).slice(-items));
  let changed = false;
  return {
    suspect(source, signature, delivery) {
      const before = seen.get(keyOf(source, signature));
      return before !== undefined && before !== idOf(delivery);
    },
    remember(source, signature, delivery) {
      const key = keyOf(source, signature);
      if (seen.has(key)) return;
      seen.set(key, idOf(delivery));
      changed = true;
      if (seen.size <= items) return;
      const [oldest] = seen.keys();
      if (oldest !== undefined) seen.delete(oldest);
    },
    async save() {
      if (!changed) return;
      changed = false;
      await store.save([...seen] satisfies SeenBody[]);
    },
  };
}

function keyOf(source: string, signature: string): string {
  return short(`${source}\0${signature}`);
}

function idOf(delivery: string | undefined): string {
  return delivery === undefined ? '' : short(delivery);
}

function short(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

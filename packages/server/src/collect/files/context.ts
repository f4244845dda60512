import type { FileHandle } from 'node:fs/promises';
import type { Clock } from '../../lib/clock.ts';
import type { FileCursor } from './cursor.ts';
import type { FileMemory } from './memory.ts';
import type { ReadContext } from './read.ts';

/** What following one source's files needs. */
export interface FollowContext extends ReadContext {
  pattern: string;
  roots: readonly string[];
  clock: Clock;
  memory: FileMemory;
  stopped: () => boolean;
  /** A file that can't be followed, and why. */
  unreadable: (path: string, why: string) => void;
}

/** A file that is held open. */
export interface Followed {
  handle: FileHandle;
  cursor: FileCursor;
  /** As it was looked at last. */
  size: number;
  /** When it last grew, or was opened. */
  grown: number;
  /** Whether it stands at no path any more that the source means. */
  gone: boolean;
}

/** A content that was left before its end, and how long it is looked for. */
export interface Missing {
  cursor: FileCursor;
  until: number;
}

export interface FollowState {
  followed: Map<string, Followed>;
  missing: Missing[];
}

const searchMs = 120_000;

/** The content of a cursor is not where it was: it is looked for beside. */
export function miss({ clock }: FollowContext, state: FollowState, cursor: FileCursor): void {
  state.missing.push({ cursor, until: clock.now() + searchMs });
}

export const inodeOf = ({ dev, ino }: { dev: bigint; ino: bigint }): string => `${dev}:${ino}`;

// The signed head. A signature leaves the process only once it is durable in state/checkpoint.
import { formatCheckpoint, signNote } from '@acta/log';
import type { Signer } from '@acta/log';
import type { Clock } from '../../lib/clock.ts';
import type { FileSystem } from '../../lib/file-system.ts';
import { createCheckpointFile } from '../storage/checkpoint-file.ts';
import type { Tree } from '../storage/tree.ts';
import type { Head } from '../types.ts';

export interface HeadKeeper {
  head(): Head;
  /** Signs the tree as it is and makes the checkpoint durable. */
  advance(): Promise<Head>;
  close(): Promise<void>;
}

export interface HeadContext {
  fs: FileSystem;
  /** Path of `state/checkpoint`. */
  path: string;
  signer: Signer;
  origin: string;
  clock: Clock;
  tree: Tree;
}

export function createHeadKeeper(context: HeadContext, start: Head): HeadKeeper {
  const { fs, path, signer, origin, clock, tree } = context;
  const file = createCheckpointFile(fs, path, start.checkpoint);
  let head = start;
  return {
    head: () => head,
    async advance() {
      const size = tree.size();
      const root = tree.root();
      const checkpoint = await signNote(formatCheckpoint({ origin, size, root }), [signer]);
      await file.write(checkpoint);
      head = { size, root, checkpoint, time_ms: clock.now() };
      return head;
    },
    close: () => file.close(),
  };
}

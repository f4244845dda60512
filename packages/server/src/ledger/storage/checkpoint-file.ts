// `state/checkpoint`: two slots, each a signed note and zeros up to its end, written in turn where
// they stand. What is written over is never the newest, so that a power cut in the middle leaves
// the old head or the new one. Nothing but the note's signature tells a good slot from a torn one.
import { writeDurably, synced } from '../../lib/durable.ts';
import { concat, utf8 } from '../../lib/bytes.ts';
import type { FileSystem, OpenFile } from '../../lib/file-system.ts';

/** A page of memory, and a multiple of what disks write at once. */
export const SLOT_BYTES = 4096;
const SLOTS = 2;

/** What stands in a slot up to its padding; null where there is nothing. */
export type SlotText = { bytes: Uint8Array } | { fault: string } | null;

/** The slots of a file; a file of one note without padding, as it was once written, is one slot. */
export function slotsOf(file: Uint8Array): SlotText[] {
  if (file.length < SLOT_BYTES) return [{ bytes: file }];
  const slots: SlotText[] = [];
  for (let at = 0; at < file.length; at += SLOT_BYTES) {
    slots.push(slotOf(file.subarray(at, at + SLOT_BYTES)));
  }
  if (file.length !== SLOTS * SLOT_BYTES) slots.push({ fault: `${file.length} bytes` });
  return slots;
}

function slotOf(slot: Uint8Array): SlotText {
  const found = slot.indexOf(0);
  const end = found < 0 ? slot.length : found;
  if (slot.subarray(end).some((byte) => byte !== 0)) return { fault: 'bytes behind the note' };
  return end === 0 ? null : { bytes: slot.subarray(0, end) };
}

function padded(note: string): Uint8Array {
  const bytes = utf8(note);
  if (bytes.length >= SLOT_BYTES) throw new RangeError(`A checkpoint has ${bytes.length} bytes.`);
  const slot = new Uint8Array(SLOT_BYTES);
  slot.set(bytes);
  return slot;
}

export interface CheckpointFile {
  /** Resolves once the note is durable. @throws SyncError, a system error: the process must end */
  write(note: string): Promise<void>;
  close(): Promise<void>;
}

/** @param last the newest note that stands in the file; empty where there is none */
export function createCheckpointFile(fs: FileSystem, path: string, last: string): CheckpointFile {
  let file: OpenFile | undefined;
  let next = 0;
  return {
    async write(note) {
      if (file === undefined) {
        // Made anew once a start: whatever form it had, and whatever a crash left in it.
        await writeDurably(fs, path, concat([padded(last), padded(note)]));
        file = await fs.open(path, 'r+');
        return;
      }
      await file.write(padded(note), next * SLOT_BYTES);
      await synced(path, file.datasync());
      next = (next + 1) % SLOTS;
    },
    async close() {
      await file?.close();
      file = undefined;
    },
  };
}

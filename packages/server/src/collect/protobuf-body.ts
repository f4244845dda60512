// Reading a protobuf body: what is broken is the sender's fault, and nothing of it was taken.
import { WireError } from '../lib/protobuf.ts';
import { refused } from './errors.ts';

/** @throws ActaError 400 `protobuf_invalid` */
export function readMessage<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof WireError) throw refused('protobuf_invalid', error.message, error);
    throw error;
  }
}

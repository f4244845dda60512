// C2SP tlog-witness: what a witness answers. Admission (400, 404, 403) needs no state; the decision
// (400, 409, 422, 200) is pure, so that the caller can make it and persist within one transaction.
import { LogError } from '../error.ts';
import { equalBytes } from '../bytes.ts';
import { EMPTY_ROOT } from '../hash/merkle.ts';
import { verifyLine, type Verifier } from '../note/verify.ts';
import { verifyConsistency } from '../tree/verify-proof.ts';
import { parseWitnessRequest, type WitnessRequest } from './request.ts';

/** Largest tree of an origin that was cosigned. */
export interface WitnessState {
  size: number;
  root: Uint8Array;
}

/** An answer other than 200. */
export interface WitnessRefusal {
  status: 400 | 403 | 404 | 409 | 422;
  contentType: 'text/plain; charset=utf-8' | 'text/x.tlog.size';
  body: string;
}

/** A request whose checkpoint a known key of its log has signed. */
export interface AdmittedRequest {
  status: 'admitted';
  request: WitnessRequest;
}

/**
 * Reads a request and checks that a key of its log signed the checkpoint. `keysOf` gives the
 * verifiers of an origin, or undefined for a log that the witness does not know.
 */
export async function admitCheckpoint(
  body: string,
  keysOf: (origin: string) => readonly Verifier[] | undefined,
): Promise<AdmittedRequest | WitnessRefusal> {
  let request: WitnessRequest;
  try {
    request = parseWitnessRequest(body);
  } catch (error) {
    if (error instanceof LogError) return refuse(400, error.message);
    throw error;
  }
  const keys = keysOf(request.checkpoint.origin);
  if (!keys) return refuse(404, 'unknown log');
  if (!(await isSignedBy(keys, request))) {
    return refuse(403, 'invalid signature: no known key of the log signed the checkpoint');
  }
  return { status: 'admitted', request };
}

/**
 * Decides about an admitted request from the latest cosigned state (null: none). On 200 the caller
 * persists `state` if and only if the stored one is still `latest`, and only then cosigns and
 * answers.
 */
export function addCheckpoint(
  latest: WitnessState | null,
  { oldSize, proof, checkpoint }: WitnessRequest,
): { status: 200; state: WitnessState } | WitnessRefusal {
  const { size, root, extensions } = checkpoint;
  // An extension line would be cosigned unread.
  if (extensions.length > 0) return refuse(400, 'invalid checkpoint: extension lines');
  if (oldSize > size) return refuse(400, `old size ${oldSize} is above the checkpoint's ${size}`);
  if ((latest?.size ?? 0) !== oldSize) {
    return { status: 409, contentType: 'text/x.tlog.size', body: `${latest?.size ?? 0}\n` };
  }
  if (size === 0 && !equalBytes(root, EMPTY_ROOT)) {
    return refuse(422, 'size 0 with a root that is not the empty tree’s');
  }
  const holds =
    oldSize === 0 && size > 0
      ? proof.length === 0
      : verifyConsistency({
          size1: oldSize,
          size2: size,
          root1: latest?.root ?? EMPTY_ROOT,
          root2: root,
          proof,
        });
  if (!holds) return refuse(422, `the consistency proof from ${oldSize} to ${size} does not hold`);
  return { status: 200, state: { size, root } };
}

/** A line of a known key that does not verify refuses the whole; one good line is asked for. */
async function isSignedBy(keys: readonly Verifier[], { note }: WitnessRequest): Promise<boolean> {
  let signed = false;
  for (const key of keys) {
    const line = note.signatures.find(
      ({ name, keyId }) => name === key.name && keyId === key.keyId,
    );
    if (!line) continue;
    if (!(await verifyLine(key, note.text, line))) return false;
    signed = true;
  }
  return signed;
}

function refuse(status: 400 | 403 | 404 | 422, why: string): WitnessRefusal {
  return { status, contentType: 'text/plain; charset=utf-8', body: `${why}\n` };
}

// The public interface of @acta/log.
export { LogError, type LogErrorCode } from './error.ts';
export { decodeBase64, encodeBase64 } from './base64.ts';
export { equalBytes } from './bytes.ts';
export { createSha256, sha256 } from '#sha256';
export type { Sha256 } from './hash/streaming.ts';
export {
  EMPTY_ROOT,
  HASH_BYTES,
  hashAt,
  leafHash,
  leafHashes,
  nodeHash,
  perfectRoot,
} from './hash/merkle.ts';

export {
  formatNote,
  formatSignature,
  MAX_NOTE_LENGTH,
  MAX_NOTE_SIGNATURES,
  parseNote,
  type Note,
  type NoteSignature,
} from './note/note.ts';
export { formatVkey, makeVkey, parseVkey, type KeyAlgorithm, type Vkey } from './note/vkey.ts';
export {
  formatPrivateKey,
  generateKey,
  parsePrivateKey,
  type PrivateKey,
} from './note/private-key.ts';
export { signerOf, signNote, type Signer } from './note/sign.ts';
export {
  openNote,
  verifierOf,
  type SignatureStatement,
  type VerifiedNote,
  type VerifiedSignature,
  type Verifier,
} from './note/verify.ts';
export {
  formatCheckpoint,
  openCheckpoint,
  parseCheckpoint,
  readCheckpoint,
  type Checkpoint,
  type OpenedCheckpoint,
} from './checkpoint/checkpoint.ts';

export {
  entriesPath,
  MAX_TILE_LEVEL,
  parseTilePath,
  pathOf,
  TILE_WIDTH,
  tilePath,
  type TileName,
} from './tile/path.ts';
export {
  edgeTiles,
  hashesAtLevel,
  tileLevels,
  tilesForSize,
  tileWidth,
  type HashTileName,
} from './tile/cover.ts';
export {
  bundleLeafHashes,
  decodeBundle,
  encodeBundle,
  MAX_BUNDLE_BYTES,
  MAX_ENTRY_BYTES,
} from './tile/bundle.ts';

export { CompactRange, type SubtreeVisitor } from './tree/compact-range.ts';
export { Frontier, type Tile } from './tree/frontier.ts';
export type { HashReader, NodeId } from './tree/nodes.ts';
export { consistencyProof, inclusionProof, peaksOfSize, rootOfSize } from './tree/prove.ts';
export { readTile, tileHashReader, type ResourceReader } from './tree/tile-reader.ts';
export {
  rootFromInclusion,
  verifyConsistency,
  verifyInclusion,
  type ConsistencyClaim,
  type InclusionClaim,
} from './tree/verify-proof.ts';

export { formatProof, parseProof, type TlogProof } from './tlog-proof.ts';
export { parsePolicy, type Policy, type PolicyNode } from './policy/parse.ts';
export { evaluatePolicy, splitViewMargin, type PolicyResult } from './policy/evaluate.ts';
export {
  formatWitnessRequest,
  parseWitnessRequest,
  type WitnessRequest,
} from './witness/request.ts';
export {
  addCheckpoint,
  admitCheckpoint,
  type AdmittedRequest,
  type WitnessRefusal,
  type WitnessState,
} from './witness/add-checkpoint.ts';

export type { Finding, FindingKind } from './verify/findings.ts';
export { readBundle, type Gunzip } from './verify/read-bundle.ts';
export {
  verifyLog,
  type KnownHead,
  type LogReport,
  type VerifyLogOptions,
} from './verify/verify-log.ts';

// `@acta/sdk/verify`: verifying evidence and packs, and nothing else; small enough for a page of
// its own.
export type { Finding, ProofAnswer, Withheld } from '../api.ts';
export { linesOf, openPack, type PackFiles } from '../pack/open-pack.ts';
export { ZipError } from '../pack/zip.ts';
export { verifyEvidence, type EvidenceResult } from './evidence.ts';
export type { PackManifest } from './manifest.ts';
export { verifyPack, type PackResult, type VerifyPackOptions } from './pack.ts';
export { CONSISTENT_ONLY, type Check, type CheckName, type Verdict } from './result.ts';
export type { Trust } from './trust.ts';

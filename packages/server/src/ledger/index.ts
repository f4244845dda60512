// The ledger's public interface.
export { knownIdsAge } from './limits.ts';
export { openLedger } from './open.ts';
export { verifyDirectory } from './verify.ts';
export type { VerifyContext } from './verify.ts';
export type {
  Finding,
  Head,
  Ledger,
  LedgerOptions,
  PublicFile,
  Recovered,
  VerifyProgress,
  VerifyResult,
} from './types.ts';

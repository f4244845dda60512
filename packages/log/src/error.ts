/** Every reason for which this package refuses its input. The codes are stable. */
export type LogErrorCode =
  | 'base64_malformed'
  | 'size_out_of_range'
  | 'hash_malformed'
  | 'key_malformed'
  | 'key_algorithm_unsupported'
  | 'key_weak'
  | 'key_mismatch'
  | 'signature_runtime_missing'
  | 'note_malformed'
  | 'note_too_large'
  | 'note_signature_invalid'
  | 'note_unverified'
  | 'checkpoint_malformed'
  | 'tile_path_malformed'
  | 'tile_malformed'
  | 'bundle_malformed'
  | 'entry_too_large'
  | 'proof_malformed'
  | 'proof_impossible'
  | 'policy_malformed'
  | 'witness_request_malformed'
  | 'read_failed';

/** What this package throws. `message` says what was wrong and where; `code` is for programs. */
export class LogError extends Error {
  readonly code: LogErrorCode;

  constructor(code: LogErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'LogError';
    this.code = code;
  }
}

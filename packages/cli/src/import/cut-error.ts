/** A record beyond this is none: real ones have up to 1.5 MB. */
export const RECORD_BYTES = 16_777_216;

/** What is read can't be cut into records; `at` is the byte where that shows. */
export class CutError extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

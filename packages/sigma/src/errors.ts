// What is wrong with a rule: where, what, and under a code that does not change.

/** A place in the YAML text; both count from 1. */
export interface Position {
  line: number;
  column: number;
}

export type SigmaErrorCode =
  | 'yaml'
  | 'schema'
  | 'detection'
  | 'modifier'
  | 'value'
  | 'condition'
  | 'placeholder'
  | 'reference'
  | 'correlation'
  | 'filter'
  | 'limit';

/** A reason why a rule is refused. `path` names the part: `detection.selection.field|re`. */
export class SigmaError extends Error {
  readonly code: SigmaErrorCode;
  readonly path: readonly (string | number)[];
  readonly position: Position | undefined;

  constructor(
    code: SigmaErrorCode,
    message: string,
    path: readonly (string | number)[] = [],
    position?: Position,
  ) {
    super(message);
    this.name = 'SigmaError';
    this.code = code;
    this.path = path;
    this.position = position;
  }

  /** The same with the place in the text, for those thrown where only the path is known. */
  at(position: Position | undefined): SigmaError {
    return new SigmaError(this.code, this.message, this.path, this.position ?? position);
  }
}

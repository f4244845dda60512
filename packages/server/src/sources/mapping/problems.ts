// What is wrong in a mapping: where it stands (a JSON pointer) and what was expected there.

export interface MappingProblem {
  /** JSON pointer into the mapping. */
  path: string;
  message: string;
  /** What may stand there, where that is a short list. */
  expected?: string[];
}

const problemsMax = 50;

/** Collects problems while a document is read. */
export interface Problems {
  add(path: string, message: string, expected?: readonly string[]): void;
  readonly list: readonly MappingProblem[];
}

export function collectProblems(): Problems {
  const list: MappingProblem[] = [];
  return {
    list,
    add(path, message, expected) {
      if (list.length >= problemsMax) return;
      list.push({ path, message, ...(expected === undefined ? {} : { expected: [...expected] }) });
    },
  };
}

/** A member's pointer (RFC 6901). */
export function below(path: string, member: string | number): string {
  return `${path}/${String(member).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

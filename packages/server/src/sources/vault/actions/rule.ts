// Rules from a path below a mount and an operation to the catalogue. The first that fits decides.
import { entryOf } from '../../reader.ts';

/** Operations in groups: `write` is create, update and patch alike. */
export type Operations = Readonly<Partial<Record<Operation | 'write' | 'any', string>>>;
export type Operation = 'create' | 'update' | 'patch' | 'delete' | 'read' | 'list';

/** A path pattern, what an operation on it is, and the type of the target. */
export type Rule = readonly [pattern: string, operations: Operations, type: string];

export interface PathRule {
  segments: readonly string[];
  operations: Operations;
  type: string;
}

/** Patterns cut once; `*` is one segment, `**` at the end any number, also none. */
export function compiled(rules: readonly Rule[]): readonly PathRule[] {
  return rules.map(([pattern, operations, type]) => ({
    segments: pattern === '' ? [] : pattern.split('/'),
    operations,
    type,
  }));
}

/** Whether a path's segments fit a pattern's. */
export function fits(pattern: readonly string[], path: readonly string[]): boolean {
  for (let at = 0; at < pattern.length; at++) {
    const want = pattern[at];
    if (want === '**') return true;
    if (at >= path.length || (want !== '*' && want !== path[at])) return false;
  }
  return pattern.length === path.length;
}

/** The action for an operation. */
export function actionFor(operations: Operations, operation: string): string | undefined {
  const own = entryOf<string | undefined>(operations, operation);
  if (own !== undefined) return own;
  const written = operation === 'create' || operation === 'update' || operation === 'patch';
  return (written ? operations.write : undefined) ?? operations.any;
}

/** Reading and listing things that are no secrets themselves. */
export const looked = { read: 'resource.read', list: 'resource.listed' } as const;

/** Creating, changing and deleting things of one kind, and looking at them. */
export function kept(object: string): Operations {
  return {
    create: `${object}.created`,
    update: `${object}.changed`,
    patch: `${object}.changed`,
    delete: `${object}.deleted`,
    ...looked,
  };
}

// The query language promises that every path of the event is a field.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventJsonSchema } from '@acta/event';
import { findField } from '@acta/query';

interface Schema {
  $ref?: string;
  $defs?: Record<string, Schema>;
  properties?: Record<string, Schema>;
  items?: Schema;
}

/** Not searched: the same in every event, a digest of what is, or said of the answer. */
const APART = ['v', 'raw_sha256', 'withheld.group', 'withheld.why'];

/** Dotted paths of the values; a chain (`parent`, `on_behalf_of`) is one level. */
function pathsOf(schema: Schema, defs: Record<string, Schema>, path: string): string[] {
  const own = schema.$ref ? defs[schema.$ref.replace('#/$defs/', '')]! : schema;
  if (own.items) return pathsOf(own.items, defs, path);
  if (!own.properties) return [path];
  return Object.entries(own.properties).flatMap(([key, inner]) =>
    path.endsWith(`.${key}`) ? [] : pathsOf(inner, defs, path === '' ? key : `${path}.${key}`),
  );
}

test('every path of the event is a field of the query language', () => {
  const schema = eventJsonSchema() as Schema;
  const paths = pathsOf(schema, schema.$defs ?? {}, '').filter((path) => !APART.includes(path));
  assert(paths.includes('why.approved_by.on_behalf_of.credential.expires'));
  const open = ['labels', 'context.request.headers'];
  for (const path of paths) {
    const field = findField(open.includes(path) ? `${path}.x` : path);
    assert(field, `${path} is a field`);
    if (!open.includes(path)) assert(field.paths.includes(path), `${path} looks at itself`);
  }
});

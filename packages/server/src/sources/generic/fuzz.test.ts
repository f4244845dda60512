// Random mappings over random records: no crash, no hang, and every record is an event of the
// schema or named as unreadable.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { checkItem } from '../adapter-testing.ts';
import { compileMapping, fieldDefinitions } from '../mapping/index.ts';
import { NotNormalizable } from '../types.ts';
import { generic } from './index.ts';

const names = ['a', 'b', 'user', 'time', 'id', '@text', '__proto__', 'constructor', 'x.y', ''];
const name = fc.oneof(fc.constantFrom(...names), fc.string({ maxLength: 8 }));
const path = fc.oneof(
  fc.constantFrom(
    'a',
    'a.b',
    'a[0]',
    'a[*].b',
    '[*]',
    '@headers.x',
    '@match.m',
    '@parent.a',
    '@text',
  ),
  fc.string({ maxLength: 10 }),
);
const scalar = fc.oneof(
  fc.string({ maxLength: 20, unit: 'binary' }),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
);

const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string({ maxLength: 12 }),
    path.map((one) => `{${one}}`),
    fc.record(
      {
        path,
        first: fc.array(tie('value'), { maxLength: 3 }),
        const: scalar,
        pattern: fc.constantFrom('(a+)+$', '^(.*)(.*)(.*)$', '\\w+', '(', ''),
        map: fc.dictionary(name, scalar, { maxKeys: 3 }),
        format: fc.constantFrom('auto', 'iso', 'epoch_ns', '%b %d', '%Q'),
        zone: fc.constantFrom('UTC', 'Europe/Berlin', 'nowhere'),
        join: fc.constant(','),
        default: tie('value'),
      },
      { requiredKeys: [] },
    ),
  ),
}));
const condition = fc.oneof(
  fc.record({ path, exists: fc.boolean() }),
  fc.record({ path, matches: fc.constantFrom('a', '(a*)*b') }),
  fc.record({ path, equals: scalar }),
);
const fields = fc.dictionary(
  fc.oneof(fc.constantFrom(...fieldDefinitions.keys(), 'labels.x', 'targets', 'changes'), name),
  fc.oneof(
    value,
    fc.record({ each: path, id: value, field: value, from: value }),
    fc.record({ before: path, after: path }),
  ),
  { maxKeys: 6 },
);
const mapping = fc.record(
  {
    v: fc.constant(1),
    input: fc.record(
      { format: fc.constantFrom('auto', 'json', 'lines', 'logfmt'), split: path },
      { requiredKeys: [] },
    ),
    extract: fc.array(fc.record({ pattern: fc.constantFrom('(?P<m>a+)', '(?P<m>.*)') }), {
      maxLength: 2,
    }),
    delivery: value,
    fields,
    rules: fc.array(fc.record({ when: condition, fields }), { maxLength: 2 }),
    guess: fc.boolean(),
  },
  { requiredKeys: ['v'] },
);
const json = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie('any'), { maxLength: 4 }),
    fc.dictionary(name, tie('any'), { maxKeys: 4 }),
  ),
})).any;
const body = fc.oneof(
  json.map((one) => JSON.stringify(one)),
  fc.array(json, { maxLength: 4 }).map((all) => all.map((one) => JSON.stringify(one)).join('\n')),
  fc.string({ unit: 'binary' }),
);

test('random mappings over random records', () => {
  let tried = 0;
  fc.assert(
    fc.property(mapping, body, (document, text) => {
      const compiled = compileMapping(document);
      if (compiled.ok) tried++;
      const settings = compiled.ok ? { mapping: document } : {};
      const delivery = {
        headers: { x: 'y' },
        body: Buffer.from(text),
        received: Date.UTC(2026, 10, 20),
      };
      try {
        for (const item of generic.normalize(delivery, settings).items) checkItem(generic, item);
      } catch (error) {
        if (!(error instanceof NotNormalizable)) throw error;
      }
    }),
    { numRuns: 3_000 },
  );
  assert.ok(tried > 100, `${tried} mappings were whole`);
});

// Generators of queries for property tests, here and in the index.
import * as fc from 'fast-check';
import { join, negate, type Query } from './ast.ts';

const WORDS = 'alice bob acme/pay main deploy rotate key openssl 5fd9 ÄÖ Straße a-b x.y 東京'.split(
  ' ',
);
const KEYWORDS =
  'actor actor.name target source action outcome category native pipeline.commit labels.team ' +
  'environment changes.field changes.to why.ticket context.user_agent actor.on_behalf_of id';

function value(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.constantFrom(...WORDS),
    fc.string({ minLength: 1, maxLength: 8 }),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 5 }),
  );
}

function pieces(): fc.Arbitrary<string[]> {
  const middle = fc.array(value(), { maxLength: 2 });
  const end = fc.oneof(fc.constant(''), value());
  return fc
    .tuple(end, middle, end)
    .map(([first, inner, last]) => [[first], inner, [last]].flat())
    .filter((all) => all.some((piece) => piece !== ''));
}

/** Names of the user's own: what a label or a header may be called, and worse. */
function ownName(): fc.Arbitrary<string> {
  const odd = fc.constantFrom(
    'team:owner',
    'two words',
    'k8s.io/app',
    'a"b',
    'a\\',
    '.',
    '-',
    'x.y',
  );
  const name = fc.oneof(odd, fc.string({ minLength: 1, maxLength: 10, unit: 'binary' }));
  const prefix = fc.constantFrom('labels', 'context.request.headers', 'changes.to');
  return fc.tuple(prefix, name).map(([under, own]) => `${under}.${own}`);
}

function term(): fc.Arbitrary<Query> {
  const keyword = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...KEYWORDS.split(' ')) },
    ownName(),
  );
  const severity = fc.constantFrom('info', 'low', 'medium', 'high', 'critical');
  const time = fc.constantFrom('2026-11-01', 'now-7d', 'now/d', '2026-11-01T08:15:02.114Z');
  const bound = (of: fc.Arbitrary<string>) =>
    fc.record({ value: of, inclusive: fc.boolean() }, { noNullPrototype: true });
  const range = (field: string, of: fc.Arbitrary<string>) =>
    fc
      .record({ min: bound(of), max: bound(of) }, { requiredKeys: [], noNullPrototype: true })
      .filter((ends) => ends.min !== undefined || ends.max !== undefined)
      .map((ends): Query => Object.assign({ type: 'range' as const, field }, ends));
  return fc.oneof(
    value().map((text): Query => ({ type: 'text', pieces: [text] })),
    pieces().map((all): Query => ({ type: 'text', pieces: all })),
    value().map((text): Query => ({ type: 'text', field: 'raw', pieces: [text] })),
    fc.tuple(keyword, value()).map(([field, v]): Query => ({ type: 'equals', field, value: v })),
    fc
      .tuple(keyword, pieces())
      .map(([field, p]): Query => ({ type: 'wildcard', field, pieces: p })),
    keyword.map((field): Query => ({ type: 'exists', field })),
    range('severity', severity),
    range('time', time),
    range('index', fc.nat().map(String)),
    severity.map((v): Query => ({ type: 'equals', field: 'severity', value: v })),
    time.map((v): Query => ({ type: 'equals', field: 'time', value: v })),
    fc.ipV4().map((v): Query => ({ type: 'equals', field: 'context.ip', value: v })),
    fc
      .tuple(fc.ipV4(), fc.nat(32))
      .map(([ip, bits]): Query => ({ type: 'cidr', field: 'context.ip', value: `${ip}/${bits}` })),
  );
}

/** Any query in the form in which the parser gives it. */
export function anyQuery(depth = 3): fc.Arbitrary<Query> {
  if (depth === 0) return term();
  const inner = anyQuery(depth - 1);
  const list = (type: 'and' | 'or') =>
    fc.array(inner, { minLength: 2, maxLength: 4 }).map((items) => join(type, items));
  return fc.oneof({ weight: 3, arbitrary: term() }, list('and'), list('or'), inner.map(negate));
}

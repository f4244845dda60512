// Why a rule matched an event, or did not: each search identifier, each of its tests, and the
// values that the test looked at.
import type { Expression, Matcher } from '../compile/expression.ts';
import { FieldTable } from '../match/fields.ts';
import { Subject } from '../match/subject.ts';
import { testOf, type AliasesOf } from '../match/test-of.ts';
import { formatSigmaString } from '../value/sigma-string.ts';
import type { ReadyRule } from './ruleset.ts';

export interface Explanation {
  /** `and`, `or`, `not`, the name of a search identifier, or what a test asks. */
  label: string;
  kind: 'and' | 'or' | 'not' | 'search' | 'test';
  matched: boolean;
  /** What the field holds, as far as it is a test of one; undefined where it is not there. */
  found?: string[];
  items: Explanation[];
}

/** Explains a rule on an event, whatever the log source. */
export function explain(ready: ReadyRule, event: object): Explanation {
  const aliasesOf: AliasesOf = (field) => ready.aliases[field] ?? [];
  const fields = new FieldTable();
  const subject = new Subject(fields);
  const build = (expression: Expression): (() => Explanation) => {
    const test = testOf(expression, fields, aliasesOf);
    switch (expression.type) {
      case 'and':
      case 'or':
      case 'not':
      case 'search': {
        const items = 'items' in expression ? expression.items : [expression.item];
        const builders = items.map(build);
        return () => ({
          label: expression.type === 'search' ? expression.name : expression.type,
          kind: expression.type,
          matched: test(subject),
          items: builders.map((each) => each()),
        });
      }
      default:
        return leaf(expression, () => test(subject), fields, aliasesOf);
    }
  };
  const made = build(ready.expression);
  subject.read(event);
  return made();
}

const SHOWN = 5;

function leaf(
  expression: Extract<Expression, { type: 'field' | 'keyword' | 'element' }>,
  test: () => boolean,
  fields: FieldTable,
  aliasesOf: AliasesOf,
): () => Explanation {
  if (expression.type === 'keyword') {
    const label = `any text ${describe(expression.matcher)}`;
    return () => ({ label, kind: 'test', matched: test(), items: [] });
  }
  const slot = fields.slot(expression.field, aliasesOf(expression.field));
  const label =
    expression.type === 'element'
      ? `one element of ${expression.field}`
      : `${expression.field} ${describe(expression.matcher)}`;
  return () => {
    const values = [...slot.texts(), ...slot.rendered()].slice(0, SHOWN);
    const found = slot.isThere ? { found: slot.hasNull ? ['null', ...values] : values } : {};
    return { label, kind: 'test', matched: test(), items: [], ...found };
  };
}

function describe(matcher: Matcher): string {
  switch (matcher.op) {
    case 'glob':
      return `is like ${JSON.stringify(formatSigmaString(matcher.value))}`;
    case 'regex':
      return `matches /${matcher.pattern}/`;
    case 'cidr':
      return `is within ${matcher.text}`;
    case 'compare':
      return `${matcher.how} ${matcher.value}`;
    case 'part':
      return `${matcher.part} ${matcher.how} ${matcher.value}`;
    case 'present':
      return 'has a value';
    case 'null':
      return 'is null or missing';
    case 'exists':
      return matcher.wanted ? 'exists' : 'does not exist';
    case 'field':
      return `${matcher.how} the field ${matcher.field}`;
    default:
      return `${matcher.op} ${JSON.stringify(matcher.text)}`;
  }
}

// Datadog's tests of its log pipelines: YAML with each `sample` and the `result` made of it.
import {
  given,
  isAt,
  isBy,
  isOn,
  isOneOf,
  textOf,
  type ExpectedValue,
  type Loose,
} from './types.ts';

/** Tailscale's words and what our actions end with. */
const VERBS: Readonly<Record<string, readonly string[]>> = {
  CREATE: ['created', 'added'],
  UPDATE: ['changed', 'updated'],
  DELETE: ['deleted', 'removed'],
};

/** The results in a file, in the order of its samples. Only mappings and plain values are read. */
export function datadogResults(text: string): Loose[] {
  return text
    .split(/^ -$/m)
    .slice(1)
    .map((test) => mapping(test.slice(test.indexOf('\n  result:'))));
}

/** The values of Tailscale's configuration log under `custom`. */
export function tailscaleValues(result: Loose): ExpectedValue[] {
  const custom = result?.['result']?.['custom'];
  const verb = textOf(custom?.['evt']?.['name']);
  const user = textOf(custom?.['usr']?.['email']) ?? textOf(custom?.['usr']?.['id']);
  const where = textOf(custom?.['target']?.['id']);
  const name = textOf(custom?.['target']?.['name']);
  const when = textOf(custom?.['eventTime']);
  const verbs = VERBS[verb ?? ''] ?? [];
  return given([
    ['who', user, isBy(user ?? '')],
    ['what', verb, ({ action }) => isOneOf(verbs)({ action: action.split('.')[1] ?? '' } as never)],
    ['when', when, isAt(when ?? '')],
    ['where', where, isOn(where ?? '')],
    ['where', name, isOn(name ?? '')],
  ]);
}

/** Nested `name: value` lines as objects; block texts and lists are passed over. */
function mapping(text: string): Loose {
  const root: Record<string, unknown> = {};
  const open: { indent: number; into: Record<string, unknown> }[] = [{ indent: -1, into: root }];
  for (const line of text.split('\n')) {
    const found = /^( *)([\w.]+):(?: (.*))?$/.exec(line);
    if (found === null) continue;
    const [, space = '', name = '', value] = found;
    while ((open.at(-1)?.indent ?? -1) >= space.length) open.pop();
    const into = open.at(-1)?.into ?? root;
    if (value === undefined) open.push({ indent: space.length, into: (into[name] = {}) });
    else into[name] = value.startsWith('"') ? JSON.parse(value) : value;
  }
  return root as Loose;
}

// Compares events with the normalised output that drone/go-scm keeps beside its samples: other
// field names for who, where and what, value by value.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Adapter, NormalizedItem } from '../../packages/server/src/sources/types.ts';
import type { Sample } from './tally.ts';

type Values = Record<string, string | undefined>;
type Loose = { readonly [key: string]: Loose } | undefined;

/**
 * Counts how many of the expected values agree, and asserts that each other one is in `explained`
 * (`file field` to the reason).
 */
export function compareGolden(
  t: TestContext,
  adapter: Adapter,
  root: string,
  samples: readonly Sample[],
  explained: Readonly<Record<string, string>> = {},
): void {
  let agreed = 0;
  let compared = 0;
  const differing: string[] = [];
  for (const sample of samples) {
    const path = join(root, `${sample.name}.golden`);
    if (!existsSync(path)) continue;
    const expected = goldenValues(JSON.parse(readFileSync(path, 'utf8')) as Loose);
    const [item] = adapter.normalize(
      {
        headers: sample.headers ?? {},
        body: Buffer.from(sample.body),
        received: 0,
        via: sample.via ?? 'webhook',
      },
      {},
    ).items;
    const found = item === undefined ? {} : eventValues(item);
    for (const [field, value] of Object.entries(expected)) {
      if (value === undefined || value === '' || value === '0') continue;
      compared++;
      if (agrees(field, value, found)) agreed++;
      else differing.push(`${sample.name.split('/').at(-1)} ${field}`);
      if (!agrees(field, value, found)) {
        t.diagnostic(`${sample.name} ${field}: expected ${value}, found ${found[field]}`);
      }
    }
  }
  t.diagnostic(`${agreed} of ${compared} expected values agree`);
  assert.ok(compared > 0);
  assert.deepEqual(
    differing.filter((line) => !Object.hasOwn(explained, line)),
    [],
  );
}

function goldenValues(golden: Loose): Values {
  const member = (value: Loose, ...names: string[]): Loose => {
    for (const name of names) {
      const found = value?.[name] ?? value?.[`${name[0]?.toLowerCase()}${name.slice(1)}`];
      if (found !== undefined && found !== null) return found;
    }
    return undefined;
  };
  const text = (value: Loose) =>
    value === undefined || typeof value === 'object' ? undefined : String(value);
  const repo = member(golden, 'Repo');
  const pull = member(golden, 'PullRequest') ?? member(member(golden, 'Issue'), 'PullRequest');
  const namespace = text(member(repo, 'Namespace'));
  const name = text(member(repo, 'Name'));
  const ref = member(golden, 'Ref');
  return {
    who: text(member(member(golden, 'Sender'), 'Login')),
    where: name === undefined ? undefined : namespace ? `${namespace}/${name}` : name,
    change: text(member(pull, 'Number')),
    commit:
      text(member(pull, 'Sha')) ??
      text(member(member(golden, 'Commit'), 'Sha')) ??
      text(member(ref, 'Sha')),
    ref: text(member(ref, 'Name')) ?? text(ref),
  };
}

function eventValues({ event }: NormalizedItem): Values {
  const places = [event.target, event.target.parent, event.target.parent?.parent];
  const repository = places.find((place) => place?.type === 'repository');
  return {
    who: event.actor.name,
    who_id: event.actor.id,
    where: repository?.name,
    change: /[#!](\d+)$/.exec(event.pipeline?.change ?? '')?.[1],
    commit: event.pipeline?.commit,
    ref: event.pipeline?.ref,
  };
}

function agrees(field: string, expected: string, found: Values): boolean {
  const own = found[field];
  if (field === 'who' && found['who_id']?.endsWith(`:${expected}`) === true) return true;
  if (own === undefined) return false;
  if (field === 'ref') return own === expected || own.replace(/^refs\/\w+\//, '') === expected;
  return own.toLowerCase() === expected.toLowerCase();
}

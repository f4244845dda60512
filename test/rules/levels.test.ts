// What a level says (docs/guide/detection.md): medium is looked at the same day, high and
// critical at once. What happens in ordinary work is below that.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogue } from '@acta/event';
import { readPack } from '../../tools/detection/pack.ts';

type Detection = Extract<ReturnType<typeof readPack>['rules'][number], { kind: 'detection' }>;

/** Acts that the catalogue calls mild, and that are not where they happen. */
const GRAVE_THERE = [
  // Argo CD brings what is in a repository; by hand is past it.
  'argocd_resource_patched',
  'argocd_shell_in_pod',
];
/** Rules on what is grave also when it did not work. */
const ALSO_WHEN_REFUSED = ['acta_verification_failed', 'jenkins_script_console'];

const FIELDS = ['action', 'acta.action'];
const NARROWS_NOTHING = new Set([...FIELDS, 'source.type', 'actor.type']);

const { rules } = readPack(new URL('../../rules', import.meta.url).pathname);
const loud = rules.filter(
  (rule): rule is Detection =>
    rule.kind === 'detection' && ['medium', 'high', 'critical'].includes(rule.level ?? 'medium'),
);

/** Actions of Acta that the selection of a rule asks for. */
function actionsOf({ searches, logsource }: Detection): string[] {
  const selection = searches['selection'];
  if (typeof selection !== 'object' || selection === null) return [];
  const field = logsource.product === 'acta' ? 'action' : 'acta.action';
  const value = (selection as Record<string, unknown>)[field];
  return [value ?? []].flat().map(String);
}

/** Whether a rule asks for an action and nothing else. */
const isBare = ({ searches }: Detection): boolean =>
  Object.keys(searches['selection'] ?? {}).every((field) => NARROWS_NOTHING.has(field)) &&
  Object.keys(searches).every((name) => /^(?:selection|failed|rules_of_.*)$/.test(name));

test('a rule that asks for an action alone is no louder than the action', () => {
  const bare = loud.filter((rule) => actionsOf(rule).length > 0 && isBare(rule));
  assert.ok(bare.length > 50);
  const tooLoud = bare.flatMap((rule) =>
    actionsOf(rule)
      .filter((action) => ['info', 'low'].includes(catalogue.get(action)?.severity ?? ''))
      .map((action) => `${rule.name} on ${action}`),
  );
  const unexpected = tooLoud.filter((text) => !GRAVE_THERE.some((name) => text.startsWith(name)));
  assert.deepEqual(unexpected, []);
});

test('a loud rule leaves out what did not work, unless that is what it is about', () => {
  const deaf = loud.filter((rule) => {
    const outcomes = actionsOf(rule).map((action) => catalogue.get(action)?.outcome ?? 'success');
    return outcomes.includes('success') && !rule.conditions.join(' ').includes('not failed');
  });
  assert.deepEqual(deaf.map(({ name }) => name ?? '').toSorted(), ALSO_WHEN_REFUSED);
});

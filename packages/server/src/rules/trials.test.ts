import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLimits } from '../lib/limits.ts';
import { createMetrics } from '../lib/metrics.ts';
import { createTrials } from './trials.ts';

const RULE = 'title: x\nlogsource: {product: x}\ndetection: {s: {a: 1}, condition: s}';
const trialsWith = (limits: Record<string, number>) =>
  createTrials(createLimits(limits, createMetrics()));
const trial = (fixtures: string | null) => ({ text: RULE, fixtures, others: [], overlay: {} });
const story = (stories: number) =>
  Array.from(
    { length: stories },
    (_, n) =>
      `- title: t${n}\n  fires: true\n  events: [{every: 1s, times: 10000, event: {a: 1}}]\n`,
  ).join('');

test('a text that takes too long is stopped, and the next is tried as before', async () => {
  const trials = trialsWith({ 'rules.trial_ms': 1_500 });
  const slow = await trials.check(trial(story(400)));
  assert.match(slow.problems[0]!.message, /rules\.trial_m[sb]/);
  const { problems, rules } = await trials.check(trial(null));
  assert.deepEqual([problems, rules[0]!.title], [[], 'x']);
});

test('a text that takes too much memory is stopped', async () => {
  const trials = trialsWith({ 'rules.trial_ms': 20_000, 'rules.trial_mb': 32 });
  const { problems } = await trials.check(trial(story(400)));
  assert.match(problems[0]!.message, /rules\.trial_mb \(32 MB\)/);
});

test('beyond those that wait a trial is refused', async () => {
  const trials = trialsWith({ 'rules.trials': 1 });
  const asked = Array.from({ length: 12 }, () => trials.check(trial(null)));
  const done = await Promise.allSettled(asked);
  const refused = done.filter(({ status }) => status === 'rejected');
  assert.equal(refused.length, 3);
  assert.equal((refused[0] as PromiseRejectedResult).reason.code, 'trials_busy');
});

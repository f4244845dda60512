import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { CORRELATION_LIMITS } from '@acta/sigma';
import { openLedger, type Ledger } from '../ledger/index.ts';
import { draftOf, optionsFor, temporaryFolder } from '../ledger/testing.ts';
import { systemClock } from '../lib/clock.ts';
import { silentLogger } from '../lib/logger.ts';
import { createMetrics } from '../lib/metrics.ts';
import type { Detection } from './detector.ts';
import { startRunner, type Runner, type RunnerOptions, type SavedRun } from './runner.ts';

const counting = (least: number) => ({
  texts: [
    {
      file: 'counting.yml',
      text: `title: any
name: any
logsource: {product: acta}
detection: {s: {source.name|contains: '*'}, condition: s}
---
title: several
id: 3f2c7d9e-9d1f-4d7e-8d3a-1d6f2b6a9c02
correlation:
  type: event_count
  rules: [any]
  group-by: [source.name]
  timespan: 1d
  condition: {gte: ${least}}
`,
    },
  ],
  overlay: {},
});

const RULE_ID = '3f2c7d9e-9d1f-4d7e-8d3a-1d6f2b6a9c03';
const RULE = `title: all
id: ${RULE_ID}
logsource: {product: acta}
detection: {s: {source.name|contains: '*'}, condition: s}
`;

interface World {
  ledger: Ledger;
  /** Found so far, each key once, as whoever keeps them does. */
  found: Map<string, Detection>;
  start: (least?: number, changes?: Partial<RunnerOptions>) => Promise<Runner>;
  /** Appends drafts with consecutive numbers. */
  append: (count: number) => Promise<void>;
}

async function openWorld(t: TestContext): Promise<World> {
  const open: { close(): Promise<void> }[] = [];
  // Before the folder goes: what is to be done after a test is done in the order it was said.
  t.after(async () => {
    for (const each of open.toReversed()) await each.close();
  });
  const ledger = await openLedger(optionsFor(await temporaryFolder(t)));
  open.push(ledger);
  const found = new Map<string, Detection>();
  let saved: SavedRun | null = null;
  let number = 0;
  return {
    ledger,
    found,
    append: async (count) => {
      const drafts = Array.from({ length: count }, () => draftOf(number++));
      await ledger.append(drafts);
    },
    start: async (least = 5, changes = {}) => {
      const options: RunnerOptions = {
        log: ledger,
        store: {
          load: () => Promise.resolve(structuredClone(saved)),
          save(run) {
            saved = structuredClone(run);
            return Promise.resolve();
          },
        },
        clock: systemClock,
        logger: silentLogger(),
        metrics: createMetrics(),
        correlations: CORRELATION_LIMITS,
        lateness_ms: 1_000,
        save_ms: 1e9,
        onDetections(detections) {
          for (const each of detections) found.set(each.key, each);
          return Promise.resolve();
        },
        ...changes,
      };
      const runner = await startRunner(options, counting(least));
      open.push(runner);
      return runner;
    },
  };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}

test('events that become durable are judged', async (t) => {
  const { start, append, found, ledger } = await openWorld(t);
  const runner = await start();
  await append(12);
  await until(() => runner.judged() === ledger.head().size);
  assert.deepEqual(
    [...found.values()].map(({ entries }) => entries),
    [
      [0, 1, 2, 3, 4],
      [5, 6, 7, 8, 9],
    ],
  );
});

test('a restart goes on in the middle of a correlation', async (t) => {
  const { start, append, found } = await openWorld(t);
  const first = await start();
  await append(3);
  await until(() => first.judged() === 3);
  await first.close();
  await append(2);
  const second = await start();
  await until(() => second.judged() === 5);
  assert.deepEqual(
    [...found.values()].map(({ entries }) => entries),
    [[0, 1, 2, 3, 4]],
  );
});

test('after a crash nothing is lost and nothing is found twice', async (t) => {
  const { start, append, found } = await openWorld(t);
  const seed = await start();
  await append(3);
  await until(() => seed.judged() === 3);
  await seed.close();
  // It dies with its memory after it told what it found: the state is that of before.
  const crashing = await start(5, { store: await deadStore(seed, 3) });
  await append(4);
  await until(() => crashing.judged() === 7);
  assert.equal(found.size, 1);
  const again = await start();
  await until(() => again.judged() === 7);
  await append(3);
  await until(() => again.judged() === 10);
  assert.deepEqual(
    [...found.values()].map(({ entries }) => entries),
    [
      [0, 1, 2, 3, 4],
      [5, 6, 7, 8, 9],
    ],
  );
});

/** Gives what was saved, and saves nothing. */
async function deadStore(runner: Runner, judged: number): Promise<RunnerOptions['store']> {
  assert.equal(runner.judged(), judged);
  const state = { hashes: {}, latest: 0, groups: [], historical: [] };
  return { load: () => Promise.resolve({ next: 0, state }), save: () => Promise.resolve() };
}

test('what could not be kept is tried again, and counted once', async (t) => {
  const { start, append, found, ledger } = await openWorld(t);
  let refusals = 1;
  const runner = await start(5, {
    onDetections(detections) {
      if (detections.length > 0 && refusals-- > 0) return Promise.reject(new Error('disk full'));
      for (const each of detections) found.set(each.key, each);
      return Promise.resolve();
    },
  });
  await append(5);
  await until(() => runner.judged() === ledger.head().size);
  await append(4);
  await until(() => runner.judged() === 9);
  assert.equal(found.size, 1);
});

test('other rules begin where the log stands', async (t) => {
  const { start, append, found } = await openWorld(t);
  const runner = await start(5);
  await append(4);
  await until(() => runner.judged() === 4);
  await runner.use(counting(2));
  await append(2);
  await until(() => runner.judged() === 6);
  assert.deepEqual(
    [...found.values()].map(({ entries }) => entries),
    [[4, 5]],
  );
});

test('a rule more or less leaves the others in the middle of their correlations', async (t) => {
  const { start, append, found } = await openWorld(t);
  const runner = await start(5);
  const { texts, overlay } = counting(5);
  const more = { file: 'more.yml', text: RULE };
  await append(2);
  await until(() => runner.judged() === 2);
  await runner.use({ texts: [more, ...texts], overlay });
  await append(1);
  await until(() => runner.judged() === 3);
  await runner.use({ texts: [more, ...texts], overlay: { rules: { [RULE_ID]: { off: true } } } });
  await runner.use({ texts, overlay });
  await append(1);
  await until(() => runner.judged() === 4);
  await runner.close();
  // What is saved after changes is what goes on after a restart.
  const again = await start(5);
  await append(1);
  await until(() => again.judged() === 5);
  assert.deepEqual(
    [...found.values()].map(({ rule, entries }) => [rule, entries]),
    [
      [RULE_ID, [2]],
      ['3f2c7d9e-9d1f-4d7e-8d3a-1d6f2b6a9c02', [0, 1, 2, 3, 4]],
    ],
  );
});

test('without any rule the log is passed by, until there are rules again', async (t) => {
  const { start, append, found, ledger } = await openWorld(t);
  const runner = await start();
  await runner.use({ texts: [], overlay: {} });
  await append(7);
  await until(() => runner.judged() === ledger.head().size);
  assert.equal(found.size, 0);
  await runner.use(counting(5));
  await append(5);
  await until(() => runner.judged() === ledger.head().size);
  assert.deepEqual(
    [...found.values()].map(({ entries }) => entries),
    [[7, 8, 9, 10, 11]],
  );
});

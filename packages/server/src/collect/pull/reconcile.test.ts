import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAudit } from '../../ingest/index.ts';
import { createLimits } from '../../lib/limits.ts';
import { silentLogger } from '../../lib/logger.ts';
import { createMetrics } from '../../lib/metrics.ts';
import { admin, start_ms } from '../testing.ts';
import { createReconciler } from './reconcile.ts';
import { openPullBench, startProduct, type ProductRequest, type PullBench } from './testing.ts';

const HOUR = 3_600_000;

function record(n: number) {
  const created_at = start_ms - 5 * HOUR + n * 60_000;
  return { _document_id: `doc-${n}`, action: 'repo.create', actor: 'octavia', created_at };
}

async function world(t: Parameters<typeof openPullBench>[0]) {
  const bench = await openPullBench(t);
  const product = await startProduct(t, ({ url }: ProductRequest) => {
    const [, from = '', to = ''] =
      /^created:(\S+)\.\.(\S+)$/.exec(url.searchParams.get('phrase') ?? '') ?? [];
    const after = Number(url.searchParams.get('after') ?? '0');
    const found = Array.from({ length: 30 }, (_, n) => record(n)).filter(
      ({ created_at: at }) => at >= Date.parse(from) && at <= Date.parse(to),
    );
    const next = new URL(url);
    next.searchParams.set('after', String(after + 10));
    const link = { link: `<${next.href}>; rel="next"` };
    const page = found.slice(after, after + 10);
    return { body: JSON.stringify(page), ...(after + 10 < found.length && { headers: link }) };
  });
  await bench.add({
    type: 'github',
    name: 'pulled',
    settings: { organization: 'acme', api_url: product.url },
    credentials: { pull_token: 'token-of-the-tests' },
  });
  return { bench, product };
}

function reconcilerOf(bench: PullBench, slept: number[] = []) {
  const { intake, clock, ledger, store, pulls } = bench;
  return createReconciler({
    intake,
    clock,
    pulls,
    audit: createAudit(ledger, clock),
    jobs: store.reconciliations,
    limits: createLimits({}, createMetrics()),
    logger: silentLogger(),
    newId: () => `rec_${slept.length}_${clock.now()}`,
    async sleep(ms) {
      slept.push(ms);
    },
  });
}

test('what push lost is recorded and counted, and told in the log', async (t) => {
  const { bench, product } = await world(t);
  const pushed = Array.from({ length: 30 }, (_, n) => ({ ...record(n), by: 'stream' })).filter(
    ({ _document_id: id }) => !['doc-4', 'doc-5', 'doc-20'].includes(id),
  );
  const body = Buffer.from(pushed.map((each) => JSON.stringify(each)).join('\n'));
  const by = { via: 'stream', assurance: 'source_authenticated' } as const;
  await bench.intake.acceptAuthenticated('pulled', { headers: {}, body, received: start_ms }, by);

  product.troubles = [
    undefined,
    { status: 500 },
    'cut',
    { status: 429, headers: { 'retry-after': '7' } },
  ];
  const slept: number[] = [];
  const reconciler = await reconcilerOf(bench, slept);
  const job = await reconciler.start('pulled', start_ms - 6 * HOUR, start_ms + HOUR, admin);
  assert.equal(job.status, 'running');
  assert.equal(job.to, new Date(start_ms).toISOString());
  await assert.rejects(reconciler.start('pulled', start_ms - HOUR, start_ms, admin), {
    code: 'reconcile_running',
  });
  await reconciler.settled();
  const done = await reconciler.get('pulled', job.id);
  assert.deepEqual(
    [done?.status, done?.records, done?.known, done?.lost, done?.progress],
    ['done', 30, 27, 3, { requests: 3, share: 1 }],
  );
  assert.deepEqual(slept.at(-1), 7_000);
  const events = (await bench.entries()).map(({ event }) => event);
  const told = events.find(({ action }) => action === 'source.reconciled');
  assert.deepEqual(
    [told?.actor.id, told?.labels?.['lost'], told?.labels?.['known'], told?.target.name],
    [admin.id, '3', '27', 'pulled'],
  );
  const found = events.filter(({ source }) => source.via === 'pull');
  assert.equal(found.length, 3);

  const again = await reconciler.start('pulled', start_ms - 6 * HOUR, start_ms, admin);
  await reconciler.settled();
  const nothing = await reconciler.get('pulled', again.id);
  assert.deepEqual([nothing?.known, nothing?.lost], [30, 0]);
  const last = (await bench.entries()).at(-1)?.event.action;
  assert.equal(last, 'source.compared');
  assert.equal(await reconciler.get('other', job.id), null);
  assert.equal((await reconciler.list('src_pulled', 10)).length, 2);
  await reconciler.close();
});

test('refused credentials end a comparison, a stop too; a restart tells those that ran', async (t) => {
  const { bench, product } = await world(t);
  const reconciler = await reconcilerOf(bench);
  product.troubles = [{ status: 401 }];
  const refused = await reconciler.start('pulled', start_ms - HOUR, start_ms, admin);
  await reconciler.settled();
  assert.match((await reconciler.get('pulled', refused.id))?.error ?? '', /credentials/);
  bench.clock.add(1);
  product.troubles = ['hang'];
  const stopped = await reconciler.start('pulled', start_ms - HOUR, start_ms, admin);
  await reconciler.close();
  const job = await bench.store.reconciliations.get(stopped.id);
  assert.deepEqual([job?.status, job?.error], ['failed', 'The server stopped.']);
  await bench.store.reconciliations.update({ ...job!, status: 'running' });
  const next = await reconcilerOf(bench);
  assert.equal((await next.get('pulled', stopped.id))?.status, 'failed');
});

test('a range that can’t be is refused', async (t) => {
  const { bench } = await world(t);
  const reconciler = await reconcilerOf(bench);
  const cases: [number, number][] = [
    [start_ms, start_ms],
    [start_ms + HOUR, start_ms + 2 * HOUR],
    [0, start_ms],
    [Number.NaN, start_ms],
  ];
  for (const [from, to] of cases) {
    await assert.rejects(reconciler.start('pulled', from, to, admin), { code: 'range_invalid' });
  }
  await assert.rejects(reconciler.start('acme', start_ms - HOUR, start_ms, admin), {
    code: 'source_not_pulled',
  });
});

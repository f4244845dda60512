// The public tree, read as a C2SP client reads it and recomputed from its entries.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verifyLog } from '@acta/log';
import { sentEvent, until, withServer } from './server-process.ts';

test('a public log is read and verified over HTTP by anybody', async () => {
  await withServer(
    async (server) => {
      const events = Array.from({ length: 600 }, (_, n) => sentEvent(n));
      const sent = await server.call('POST', '/v1/events', events);
      const last = sent.json.receipts.at(-1).index;
      await until(
        () => server.call('GET', '/v1/integrity'),
        (answer) => answer.json.published_size > last,
      );
      const vkeys = (await fetch(`${server.url}/log/vkey`).then((answer) => answer.text()))
        .split('\n')
        .filter((line) => line !== '');
      const headers: Record<string, string | null> = {};
      const report = await verifyLog({
        verifiers: vkeys,
        heads: [],
        gunzip: () => {
          throw new Error('fetch has unpacked it already');
        },
        async read(path) {
          const answer = await fetch(`${server.url}/log/${path}`);
          headers[path] = answer.headers.get('cache-control');
          return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : null;
        },
      });
      assert.deepEqual(report.findings, []);
      assert.ok(report.checked >= 600);
      assert.equal(headers['checkpoint'], 'no-store');
      assert.match(String(headers['tile/0/000']), /^public, .*immutable$/);
      const plain = await fetch(`${server.url}/log/tile/entries/000`, {
        headers: { 'accept-encoding': 'identity' },
      });
      const packed = await fetch(`${server.url}/log/tile/entries/000`);
      assert.equal(plain.headers.get('content-encoding'), null);
      assert.equal(packed.headers.get('content-encoding'), 'gzip');
      for (const { headers } of [plain, packed])
        assert.match(headers.get('vary') ?? '', /accept-encoding/);
      assert.deepEqual(await plain.arrayBuffer(), await packed.arrayBuffer());
      assert.equal((await server.call('GET', '/v1/events', undefined, {})).status, 401);
    },
    { args: ['--log-public'] },
  );
});

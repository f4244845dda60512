// The examples of the CDEvents specification, one of each type, as POST /v1/events and sources of
// the type cdevents take them.
import { catalogue, parseEventInput } from '@acta/event';
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { cdevents } from '../../packages/server/src/sources/cdevents/index.ts';
import { sentCloudEvent } from '../../packages/server/src/sources/cloudevents/event.ts';

const corpus = process.env['ACTA_CORPUS'];
if (!corpus) throw new Error('ACTA_CORPUS is not set: it names the folder that holds schemas/');
const files = globSync(join(corpus, 'schemas/cdevents/v0.5.1/conformance/*.json'));

test('there are examples', () => assert.ok(files.length >= 40));

for (const file of files) {
  test(basename(file), () => {
    const data = JSON.parse(readFileSync(file, 'utf8')) as {
      context: { id: string; source: string; type: string };
      subject: { id: string };
    };
    const { id, source, type } = data.context;
    const envelope = { specversion: '1.0', id, source, type, subject: data.subject.id, data };
    const sent = sentCloudEvent(envelope, JSON.stringify(envelope));
    assert.ok('value' in sent);
    const parsed = parseEventInput(sent.value);
    assert.ok(parsed.ok, JSON.stringify(parsed));
    const { event } = parsed;
    assert.ok(catalogue.has(event.action) && !event.action.endsWith('.other'), event.action);
    assert.equal(event.native, type);
    assert.equal(event.target.id, data.subject.id);
    assert.match(event.time ?? '', /^202\d-/);
    for (const text of [JSON.stringify(data), JSON.stringify(envelope)]) {
      const delivery = { headers: {}, body: Buffer.from(text), received: 0, via: 'webhook' };
      const { items, failed } = cdevents.normalize(delivery, {});
      assert.deepEqual(failed, []);
      assert.equal(items[0]?.event.action, event.action);
      assert.equal(items[0]?.unmapped, false);
      assert.equal(items[0]?.delivery, `${source}#${id}`);
    }
  });
}

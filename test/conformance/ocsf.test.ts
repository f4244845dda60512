// The classes of OCSF's published schema: every activity of identities, accounts and applications
// has an action.
import { catalogue } from '@acta/event';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ocsf } from '../../packages/server/src/sources/ocsf/index.ts';

const corpus = process.env['ACTA_CORPUS'];
if (!corpus) throw new Error('ACTA_CORPUS is not set: it names the folder that holds schemas/');

interface Class {
  uid: number;
  attributes: { activity_id?: { enum?: Record<string, { caption: string }> } };
}
const path = join(corpus, 'schemas/ocsf/schema-1.8.0.compiled.json');
const { classes } = JSON.parse(readFileSync(path, 'utf8')) as { classes: Record<string, Class> };

/** They say how a program or a scan went on, and nothing that somebody did. */
const without = new Set(['6007/1', '6007/3', '6008/1', '6008/2']);
for (let id = 4; id <= 10; id++) without.add(`6007/${id}`);

for (const [name, { uid, attributes }] of Object.entries(classes)) {
  test(name, () => {
    for (const [id, { caption }] of Object.entries(attributes.activity_id?.enum ?? {})) {
      const record = { class_uid: uid, activity_id: Number(id), metadata: {}, time: 1 };
      const body = Buffer.from(JSON.stringify(record));
      const { items } = ocsf.normalize({ headers: {}, body, received: 0 }, {});
      const item = items[0];
      assert.ok(item !== undefined && catalogue.has(item.event.action), caption);
      const isWanted = [3, 6].includes(Math.floor(uid / 1000)) && id !== '0' && id !== '99';
      if (isWanted && !without.has(`${uid}/${id}`)) assert.equal(item.unmapped, false, caption);
    }
  });
}

// RFC 9901's own disclosures and digests, from the folder that ACTA_CORPUS names.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { digestOf, processSdClaims } from '@acta/event/disclosures';

const corpus = process.env['ACTA_CORPUS'];
if (!corpus) throw new Error('Set ACTA_CORPUS to the folder with the vectors.');

interface Vector {
  where: string;
  json?: string;
  disclosure: string;
  digest: string;
}

const file = join(corpus, 'vectors/sd-jwt/disclosures.json');
const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vector[];

test('there are vectors', () => assert.ok(vectors.length >= 15));

for (const { where, json, disclosure, digest } of vectors) {
  test(`${where}: ${digest}`, () => {
    assert.equal(digestOf(disclosure), digest);
    const text = Buffer.from(disclosure, 'base64url').toString();
    if (json !== undefined) assert.equal(text, json);
    const items = JSON.parse(text) as unknown[];
    const payload = items.length === 3 ? { _sd: [digest] } : { list: [{ '...': digest }] };
    const claims = items.length === 3 ? { [items[1] as string]: items[2] } : { list: [items[1]] };
    assert.deepEqual(processSdClaims(payload, [disclosure]), { claims, withheld: 0 });
  });
}

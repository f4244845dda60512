import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asBearer } from './door-credentials.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const key = 'acta_0123456789abcdef_secret';

test('each form of a key, where the door takes it', () => {
  const rows = [
    ['splunk', `Splunk ${key}`],
    ['splunk', `splunk  ${key} `],
    ['basic', `Basic ${base64(`x:${key}`)}`],
    ['basic', `Basic ${base64(`:${key}`)}`],
    ['apikey', `ApiKey ${key}`],
    ['apikey', `ApiKey ${base64(`acta:${key}`)}`],
  ] as const;
  for (const [scheme, header] of rows) {
    assert.equal(asBearer(header, [scheme]), `Bearer ${key}`, header);
    assert.equal(asBearer(header, []), header);
  }
});

test('what is in no form stays as it is', () => {
  const all = ['splunk', 'basic', 'apikey'] as const;
  for (const header of [
    `Bearer ${key}`,
    'Splunk',
    'Basic !!!',
    `Basic ${base64('nocolon')}`,
    `Basic ${base64('a:b\nc')}`,
    `Digest ${key}`,
    'constructor x',
    '',
  ]) {
    assert.equal(asBearer(header, all), header);
  }
  assert.equal(asBearer(undefined, all), undefined);
});

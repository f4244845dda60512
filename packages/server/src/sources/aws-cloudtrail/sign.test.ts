// Vectors that AWS publishes: the Signature Version 4 test suite, and the examples of S3.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signAws } from './sign.ts';

const signatureOf = (headers: Record<string, string>): string =>
  /Signature=([0-9a-f]{64})$/.exec(headers['authorization'] ?? '')?.[1] ?? '';

test('the test suite: get-vanilla and its queries', () => {
  const credentials = {
    access_key: 'AKIDEXAMPLE',
    secret_key: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
    region: 'us-east-1',
    service: 'service',
  };
  const now = Date.UTC(2015, 7, 30, 12, 36);
  const cases: [string, string, string][] = [
    ['GET', '/', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
    ['POST', '/', '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
    [
      'GET',
      '/?Param2=value2&Param1=value1',
      'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
    ],
  ];
  for (const [method, path, expected] of cases) {
    const url = `https://example.amazonaws.com${path}`;
    const signed = signAws({ method, url, headers: {}, body: '' }, credentials, now);
    assert.equal(signatureOf(signed), expected, `${method} ${path}`);
  }
});

test('the examples of S3: an object’s range, a bucket’s list', () => {
  const credentials = {
    access_key: 'AKIAIOSFODNN7EXAMPLE',
    secret_key: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    region: 'us-east-1',
    service: 's3',
  };
  const now = Date.UTC(2013, 4, 24);
  const cases: [string, Record<string, string>, string][] = [
    [
      '/test.txt',
      { Range: 'bytes=0-9' },
      'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    ],
    [
      '/?max-keys=2&prefix=J',
      {},
      '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    ],
  ];
  for (const [path, headers, expected] of cases) {
    const url = `https://examplebucket.s3.amazonaws.com${path}`;
    const signed = signAws({ method: 'GET', url, headers, body: '' }, credentials, now);
    assert.equal(signatureOf(signed), expected, path);
  }
});

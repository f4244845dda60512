import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf, isWithin, parseNetwork } from './cidr.ts';

const cases: [network: string, address: string, inside: boolean][] = [
  ['10.0.0.0/8', '10.255.1.2', true],
  ['10.0.0.0/8', '11.0.0.0', false],
  ['10.1.2.3/8', '10.0.0.1', true],
  ['192.0.2.1', '192.0.2.1', true],
  ['0.0.0.0/0', '203.0.113.9', true],
  ['0.0.0.0/0', '::1', false],
  ['192.0.2.0/24', '::ffff:192.0.2.7', true],
  ['2001:db8::/32', '2001:db8:1::5', true],
  ['2001:db8::/32', '2001:db9::1', false],
  ['fe80::/10', 'fe80::1%eth0', true],
  ['::/0', '2001:db8::1', true],
  ['10.0.0.0/8', 'not an address', false],
  ['10.0.0.0/8', '10.0.0.256', false],
];
for (const [network, address, inside] of cases) {
  test(`${address} is ${inside ? '' : 'not '}in ${network}`, () => {
    const parsed = addressOf(address);
    assert.equal(parsed !== undefined && isWithin(parsed, parseNetwork(network)!), inside);
  });
}

for (const text of ['', '10.0.0.0/33', '10.0.0/8', '1:2:3/64', '::1::/64', '10.0.0.0/8/9', 'x/8']) {
  test(`${JSON.stringify(text)} is no network`, () => {
    assert.equal(parseNetwork(text), undefined);
  });
}

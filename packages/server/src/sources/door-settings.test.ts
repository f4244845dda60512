import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adapterOf } from './all.ts';
import { allSteps } from './door-settings.ts';

const syslog = adapterOf('syslog')!;
const copied = (reach: Parameters<typeof allSteps>[1]) =>
  allSteps(syslog, reach).map(({ copy }) => copy ?? '');

test('where nothing listens for syslog the first step opens a listener, which the next ones name', () => {
  const [open, rsyslog, syslogNg] = copied(null);
  const [, port] = /^ACTA_SYSLOG_TCP=0\.0\.0\.0:(\d+) npm start$/.exec(open!)!;
  assert.ok(rsyslog!.includes(`target="{host}" port="${port}" protocol="tcp"`));
  assert.ok(syslogNg!.includes(`network("{host}" port(${port})`));
});

test('where something listens the steps name that', () => {
  const [rsyslog] = copied({ host: 'acta.example.com', udp: 5514 });
  assert.ok(rsyslog!.includes('target="acta.example.com" port="5514" protocol="udp"'));
  const [overTls] = copied({ host: 'acta.example.com', udp: 5514, tcp: 6000, tls: 6514 });
  assert.ok(overTls!.includes('port="6514" protocol="tcp"'));
  assert.ok(overTls!.includes('x509/name'));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linux } from './index.ts';

const sequencesOf = (text: string) =>
  linux
    .normalize({ headers: {}, body: Buffer.from(text), received: Date.UTC(2026, 10, 20) }, {})
    .items.map(({ sequence }) => sequence);

test('audit events carry their serial, syslog messages the sequenceId of their sender', () => {
  const text = [
    'type=USER_LOGIN node=web-1 msg=audit(1790000000.123:4711): pid=1 uid=0 auid=4 res=success',
    'type=DAEMON_START msg=audit(1790000000.125:99): op=start res=success',
    '<86>1 2026-11-19T08:15:02Z fw-1 app 7 - [meta sequenceId="29"] opened',
    '<86>1 2026-11-19T08:15:02Z fw-1 app 7 - - opened',
  ].join('\n');
  const found = sequencesOf(
    text.replace('type=USER_LOGIN node=web-1', 'node=web-1 type=USER_LOGIN'),
  );
  assert.deepEqual(found, [
    { stream: 'web-1 audit', number: 4711 },
    undefined,
    { stream: 'fw-1 syslog', number: 29 },
    undefined,
  ]);
});

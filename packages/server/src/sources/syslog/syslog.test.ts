import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeText } from '../adapter-testing.ts';
import { syslog } from './index.ts';

test('RFC 5424 with structured data: host, program, severity, data', () => {
  const line =
    '<165>1 2026-11-19T08:15:02.003Z fw-1 gateway 7 ID47 [meta@32473 sequenceId="5" peer="a\\]b"] \ufeffsession ended';
  const [item] = normalizeText(syslog, `${line}\n`).items;
  assert.equal(item?.raw, line);
  assert.equal(item?.event.action, 'log.written');
  assert.equal(item?.event.time, '2026-11-19T08:15:02.003Z');
  assert.deepEqual(item?.event.target, { type: 'host', id: 'host:fw-1', name: 'fw-1' });
  assert.deepEqual(item?.event.labels, {
    facility: 'local4',
    severity: 'notice',
    message_id: 'ID47',
    'meta@32473.sequenceId': '5',
    'meta@32473.peer': 'a]b',
    host: 'fw-1',
    program: 'gateway',
    process: '7',
    message: 'session ended',
  });
});

test('programs that are known say what happened', () => {
  const line =
    '<86>1 2026-11-19T08:15:02Z web-1 sshd 7 - - Invalid user eve from 203.0.113.7 port 2';
  const [item] = normalizeText(syslog, line).items;
  assert.deepEqual([item?.event.action, item?.event.actor.name], ['ssh.sign_in_failed', 'eve']);
});

test('a text of no form is kept whole, without a time', () => {
  const [item] = normalizeText(syslog, 'something else entirely').items;
  assert.equal(item?.event.time, undefined);
  assert.equal(item?.event.labels?.['message'], 'something else entirely');
});

test('the sender shows the token of the source', () => {
  const ok = (authorization: string) =>
    syslog.verify({ headers: { authorization }, body: Buffer.from('x'), received: 0 }, ['s'], {})
      .ok;
  assert.ok(ok('Bearer s') && !ok('Bearer t'));
});

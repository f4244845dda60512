import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeText } from '../adapter-testing.ts';
import { postgresql } from './index.ts';

const head = (rest: string, process = 71) =>
  `<134>1 2026-11-19T08:15:02.114Z db-1 postgres ${process} - - ${rest}`;
const settings = { prefix: '%q%u@%d,%h ', cluster: 'pay' };
const items = (lines: string[]) =>
  normalizeText(postgresql, lines.join('\n'), {}, settings).items.map(({ event, raw }) =>
    Object.assign(event, { raw }),
  );

test('a message of syslog has its time and process from the header', () => {
  const line = head('[5] ann@pay,203.0.113.7 LOG:  connection authorized: user=ann database=pay');
  const [event] = items([line]);
  assert.equal(event?.action, 'database.connected');
  assert.equal(event?.time, '2026-11-19T08:15:02.114Z');
  assert.deepEqual([event?.actor.name, event?.context?.ip], ['ann', '203.0.113.7']);
  assert.equal(event?.raw, line);
});

test('parts of a message are put together, whoever writes between', () => {
  const events = items([
    head('[6-1] ann@pay,203.0.113.7 ERROR:  permission denied for table pay'),
    head('[9] bo@pay,203.0.113.8 LOG:  connection authorized: user=bo database=pay', 72),
    head('[6-2] ann@pay,203.0.113.7 STATEMENT:  select *'),
    head('[6-3] #011from pay'),
  ]);
  assert.deepEqual(
    events.map(({ action, actor }) => [action, actor.name]),
    [
      ['permission.denied', 'ann'],
      ['database.connected', 'bo'],
    ],
  );
  assert.equal(events[0]?.labels?.['statement'], 'select *\nfrom pay');
  assert.equal(events[0]?.raw.split('\n').length, 3);
});

test('long lines are split anywhere, line breaks come as relays write them', () => {
  const sql = `"select '${'x'.repeat(40)}'"`;
  const whole = `ann@pay,[local] LOG:  AUDIT: SESSION,1,1,READ,SELECT,TABLE,public.pay,${sql},<not logged>`;
  const [split] = items([head(`[7-1] ${whole.slice(0, 60)}`), head(`[7-2] ${whole.slice(60)}`)]);
  assert.equal(split?.action, 'table.read');
  assert.equal(split?.target.name, 'public.pay');
  const [lines] = items([
    head('[8] ann@pay,[local] ERROR:  syntax error#012#011at or near "forged#012bo@pay LOG:  x"'),
  ]);
  assert.equal(lines?.action, 'query.failed');
  assert.equal(lines?.actor.name, 'ann');
});

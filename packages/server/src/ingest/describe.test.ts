import { createMasker, eventLimits, eventSchema } from '@acta/event';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draftOfItem } from './describe.ts';

const masker = createMasker({ key: new Uint8Array(32).fill(1) });
const context = {
  source: { type: 'generic', name: 'acme' },
  via: 'webhook',
  assurance: 'claimed',
  received: Date.UTC(2026, 10, 19),
  skew: 300_000,
  marks: [],
} as const;

test('masks that are longer than their secrets, and long ids, still fit in an event', () => {
  const message = 'password=a '.repeat(90);
  const item = {
    event: {
      action: 'log.written',
      outcome: 'success',
      actor: { type: 'user', id: 'u' },
      target: { type: 'app', id: 'a' },
      labels: { message },
      time: '2026-11-19T08:15:02.114Z',
    },
    delivery: 'd'.repeat(3_000),
    raw: message,
    unmapped: false,
  } as const;
  const { event, delivery } = draftOfItem(item, 0, context, masker);
  assert.equal(event.labels?.['message']?.length, eventLimits.text_max_length);
  assert.ok(!JSON.stringify(event).includes('password=a'));
  assert.equal(delivery, event.source.delivery);
  const id = '0192f8c2-0000-8000-8000-000000000000';
  const whole = { v: 1, id, received: '2026-11-19T08:15:02.114Z', ...event };
  assert.equal(eventSchema.safeParse(whole).success, true);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLimits } from '../lib/limits.ts';
import { createMetrics } from '../lib/metrics.ts';
import { createWorld } from './testing/world.ts';

test('bodies that are held at a time stay within the limit; it is free again after each', async () => {
  const limits = createLimits({ 'http.held_body_bytes': 100 }, createMetrics());
  const world = await createWorld({ limits });
  let answer = (): void => undefined;
  const waits = new Promise<void>((resolve) => (answer = resolve));
  let began = (): void => undefined;
  const inside = new Promise<void>((resolve) => (began = resolve));
  world.context.doors.delivery = async () => {
    began();
    await waits;
    return { status: 200, headers: {}, body: 'ok' };
  };
  const send = () =>
    world.app.inject({ method: 'POST', url: '/intake/acme', payload: 'x'.repeat(60) });
  const first = send();
  await inside;
  const second = await send();
  assert.equal(second.statusCode, 503);
  assert.equal(second.json().code, 'too_many_bodies');
  assert.equal(second.headers['retry-after'], '5');
  answer();
  assert.equal((await first).statusCode, 200);
  assert.equal((await send()).statusCode, 200);
  await world.close();
});

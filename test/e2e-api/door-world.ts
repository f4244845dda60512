// What the tests of doors share: a source with a collector's key, and what came of what was sent.
import assert from 'node:assert/strict';
import type { LoggedEvent } from '@acta/sdk';
import { ADMIN_TOKEN, until, type Started } from './server-process.ts';

/** Adds a source; gives the key of a collector that is bound to it. */
export async function collectorKey(server: Started, type: string, source: string): Promise<string> {
  const made = await server.call('POST', '/v1/sources', { type, name: source, settings: {} });
  assert.equal(made.status, 201, made.text);
  const key = await server.call('POST', '/v1/keys', { name: source, role: 'collector', source });
  assert.equal(key.status, 201, key.text);
  return key.json.key as string;
}

/** The events of a source in log order, once there are as many. */
export async function eventsOf(
  server: Started,
  source: string,
  wanted: number,
): Promise<LoggedEvent[]> {
  const path = `/v1/events?q=${encodeURIComponent(`source.name:${source}`)}&limit=1000`;
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
  const { json } = await until(
    () => server.call('GET', path, undefined, headers),
    (answer) => answer.json.events.length >= wanted,
  );
  const events = (json.events as LoggedEvent[]).toSorted((a, b) => a.index - b.index);
  assert.equal(events.length, wanted, JSON.stringify(events.map(({ source }) => source)));
  return events;
}

/** A record of GitHub's audit log; `n` is its own id. */
export const auditRecord = (n: number) => ({
  '@timestamp': 1_795_076_100_000 + n,
  _document_id: `doc-${n}`,
  action: 'protected_branch.destroy',
  actor: 'octavia',
  repo: 'acme/pay',
});

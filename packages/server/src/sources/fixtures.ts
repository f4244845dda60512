// For tests and benchmarks: deliveries that we wrote, for each adapter in `fixtures/`.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { adapters } from './all.ts';
import type { Adapter, Delivery, Settings } from './types.ts';

/** One delivery, and of each event that comes of it what a reader looks at first. */
export interface Fixture {
  headers?: Record<string, string>;
  via: string;
  received: number;
  settings?: Settings;
  /** A text as it came, or a value that comes as compact JSON. */
  body: unknown;
  events: ExpectedEvent[];
}

export interface ExpectedEvent {
  action: string;
  native?: string;
  outcome: string;
  time?: string;
  actor: string;
  target: string;
}

export interface AdapterFixtures {
  adapter: Adapter;
  fixtures: readonly Fixture[];
}

/** The fixtures of all adapters that have some. */
export function readFixtures(): AdapterFixtures[] {
  return adapters.flatMap((adapter) => {
    const path = join(import.meta.dirname, adapter.type, 'fixtures', 'deliveries.json');
    if (!existsSync(path)) return [];
    return [{ adapter, fixtures: JSON.parse(readFileSync(path, 'utf8')) as Fixture[] }];
  });
}

/** A fixture as its adapter is given it. */
export function deliveryOf({ headers = {}, via, received, body }: Fixture): Delivery {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { headers, via, received, body: Buffer.from(text) };
}

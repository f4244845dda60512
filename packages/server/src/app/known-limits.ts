// Every limit of the server, by the part that declares it: for the reference and for `doctor`.
import * as sinks from '../alerts/sinks/limits.ts';
import * as collect from '../collect/limits.ts';
import * as http from '../http/limits.ts';
import * as identity from '../identity/limits.ts';
import * as index from '../index/limits.ts';
import * as coverage from '../ingest/coverage/limits.ts';
import * as ingest from '../ingest/limits.ts';
import * as pull from '../collect/pull/limits.ts';
import * as ledger from '../ledger/limits.ts';
import * as rules from '../rules/limits.ts';
import * as egress from '../lib/egress-limits.ts';
import type { Limit } from '../lib/limits.ts';

const isLimit = (value: unknown): value is Limit =>
  typeof value === 'object' && value !== null && 'name' in value && 'default' in value;

/** All limits, by name. */
export const knownLimits: readonly Limit[] = [
  http,
  collect,
  coverage,
  identity,
  ingest,
  ledger,
  pull,
  sinks,
  index,
  rules,
  egress,
]
  .flatMap((part) => Object.values(part).filter(isLimit))
  .sort((a, b) => (a.name < b.name ? -1 : 1));

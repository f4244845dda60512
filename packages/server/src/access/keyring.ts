// API keys: `acta_<id>_<secret>`. All live ones are held in memory, so that a request costs one
// hash and no query; the store is the truth and is written before an answer.
import type { Key, Role } from '@acta/sdk';
import type { Clock } from '../lib/clock.ts';
import type { Random } from '../lib/random.ts';
import type { KeyRecord, KeysRepository } from '../store/index.ts';
import { masksOf } from './principal.ts';
import type { MaskGroup, Principal } from './principal.ts';
import { hashSecret, newId, newSecret, sameHash } from './secrets.ts';

const FORM = /^acta_([0-9a-z]{16})_([A-Za-z0-9_-]{43})$/;

export interface NewKey {
  name: string;
  role: Role;
  scope?: string | undefined;
  source?: string | undefined;
  masks?: readonly MaskGroup[] | undefined;
  /** RFC 3339. */
  expires?: string | undefined;
}

export interface Keyring {
  /** The principal of a key's text; null when it is no key of ours, revoked or expired. */
  authenticate(text: string): Principal | null;
  /** The principal behind a live key's id: for sessions that were opened with it. */
  principalOf(id: string): Principal | null;
  create(key: NewKey, by: string): Promise<{ id: string; key: string }>;
  /** Null when there is no such key; a key revoked before stays so. */
  revoke(id: string): Promise<Key | null>;
  list(): Key[];
  /** Whether an administrator's key is live. */
  hasAdmin(): boolean;
  /** Writes when keys were last used; called from time to time and at the end. */
  flush(): Promise<void>;
}

interface Entry {
  record: KeyRecord;
  principal: Principal;
  /** Milliseconds since 1970; Infinity without an end. */
  ends: number;
}

function principalFrom(record: KeyRecord): Principal {
  const role = record.role as Role;
  return {
    id: `key:${record.id}`,
    name: record.name,
    role,
    kind: 'key',
    ...(record.scope === null ? {} : { scope: record.scope }),
    ...(record.source === null ? {} : { source: record.source }),
    masks: masksOf(role, record.masks as MaskGroup[] | null),
  };
}

function entryOf(record: KeyRecord): Entry {
  const ends = record.expires === null ? Infinity : Date.parse(record.expires);
  return { record, principal: principalFrom(record), ends };
}

function recordOf(
  key: NewKey,
  made: { id: string; hash: Uint8Array; by: string; created: string },
): KeyRecord {
  return {
    id: made.id,
    name: key.name,
    role: key.role,
    scope: key.scope ?? null,
    source: key.source ?? null,
    masks: key.masks === undefined ? null : [...key.masks],
    hash: made.hash,
    created: made.created,
    created_by: made.by,
    expires: key.expires ?? null,
    last_used: null,
    revoked: null,
  };
}

/** Loads the keys of the store. */
export async function openKeyring(options: {
  keys: KeysRepository;
  clock: Clock;
  random: Random;
}): Promise<Keyring> {
  const { keys, clock, random } = options;
  const entries = new Map<string, Entry>();
  for (const record of await keys.all()) entries.set(record.id, entryOf(record));
  const used = new Map<string, string>();
  const nowText = () => new Date(clock.now()).toISOString();

  const live = (id: string): Entry | null => {
    const entry = entries.get(id);
    if (entry === undefined || entry.record.revoked !== null) return null;
    return entry.ends <= clock.now() ? null : entry;
  };
  const hasAdmin = () => [...entries.keys()].some((id) => live(id)?.principal.role === 'admin');

  return {
    authenticate(text) {
      const match = FORM.exec(text);
      if (match === null) return null;
      const entry = live(match[1]!);
      // A hash is compared even for an unknown id: the answer's time tells nothing about ids.
      const expected = entry?.record.hash ?? new Uint8Array(32);
      if (!sameHash(hashSecret(match[2]!), expected) || entry === null) return null;
      used.set(entry.record.id, nowText());
      return entry.principal;
    },
    principalOf: (id) => live(id)?.principal ?? null,
    hasAdmin,
    async create(key, by) {
      const id = newId(random);
      const secret = newSecret(random);
      const record = recordOf(key, { id, hash: hashSecret(secret), by, created: nowText() });
      await keys.insert(record);
      entries.set(id, entryOf(record));
      return { id, key: `acta_${id}_${secret}` };
    },
    async revoke(id) {
      const entry = entries.get(id);
      if (entry === undefined) return null;
      if (entry.record.revoked === null) {
        const revoked = nowText();
        await keys.revoke(id, revoked);
        entry.record.revoked = revoked;
      }
      return publicKey(entry.record, used.get(id));
    },
    list: () => [...entries.values()].map(({ record }) => publicKey(record, used.get(record.id))),
    async flush() {
      const batch = new Map(used);
      await keys.touch(batch);
      for (const [id, time] of batch) {
        const entry = entries.get(id);
        if (entry !== undefined) entry.record.last_used = time;
        if (used.get(id) === time) used.delete(id);
      }
    },
  };
}

function publicKey(record: KeyRecord, used: string | undefined): Key {
  const { id, name, scope, source, created, expires, revoked } = record;
  const last_used = used ?? record.last_used;
  return {
    id,
    name,
    role: record.role as Role,
    scope,
    source,
    created,
    expires,
    last_used,
    revoked,
  };
}

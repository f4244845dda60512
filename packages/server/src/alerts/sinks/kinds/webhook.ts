// A program of the team's own: Standard Webhooks 1.0, signed, below 20 kB.
import type { Alert } from '@acta/sdk';
import { addressProblem, judged, post } from '../answer.ts';
import type { Message } from '../message.ts';
import { keyProblem, makeHmacKey, makeSigningKey, publicKeyOf, signedHeaders } from '../signing.ts';
import { plain } from '../text.ts';
import type { Kind, SinkJob, SinkSettings } from '../types.ts';

const BODY_BYTES = 20_000;
const KEY_BYTES = 32;
const VALUE_CHARS = 256;

/** Newest first: receivers may check with either while a key is changed. */
const KEYS = ['secret', 'secret_before', 'private_key', 'private_key_before'];

const keysOf = ({ secrets }: Pick<SinkSettings, 'secrets'>): string[] =>
  KEYS.flatMap((name) => secrets[name] ?? []);

export const webhook: Kind = {
  kind: 'webhook',
  title: 'Webhook',
  summary: 'Signed JSON to a program of your own (Standard Webhooks)',
  defaults: { per_minute: 600, fold_s: 60 },
  settings: [
    {
      name: 'url',
      title: 'Address',
      kind: 'text',
      required: true,
      hint: 'Where messages are posted; https.',
    },
    {
      name: 'secret',
      title: 'Signing secret',
      kind: 'secret',
      required: false,
      hint: 'whsec_ and base64 of 24 to 64 bytes; made by Acta where it is empty. A changed one signs beside the one before.',
    },
    {
      name: 'ed25519',
      title: 'Sign with ed25519 too',
      kind: 'flag',
      required: false,
      default: false,
      hint: 'Receivers then check with a public key and hold no secret.',
    },
    {
      name: 'private_key',
      title: 'ed25519 key',
      kind: 'secret',
      required: false,
      hint: 'whsk_ and base64 of 32 or 64 bytes; made by Acta where it is empty.',
    },
    {
      name: 'secret_before',
      title: 'Signing secret before',
      kind: 'secret',
      required: false,
      hint: 'Set by a change of the secret; take it away to end the rotation.',
    },
    {
      name: 'private_key_before',
      title: 'ed25519 key before',
      kind: 'secret',
      required: false,
      hint: 'Set by a change of the key; take it away to end the rotation.',
    },
  ],
  problemOf({ settings, secrets }) {
    for (const name of KEYS) {
      const key = secrets[name];
      const why = key === undefined ? null : keyProblem(key);
      if (why !== null) return { setting: name, why };
    }
    return addressProblem('url', settings['url']);
  },
  make({ settings, secrets }, random) {
    const wanted = settings['ed25519'] === true && secrets['private_key'] === undefined;
    return {
      ...(secrets['secret'] === undefined ? { secret: makeHmacKey(random(KEY_BYTES)) } : {}),
      ...(wanted ? { private_key: makeSigningKey(random(KEY_BYTES)) } : {}),
    };
  },
  rotate(before, after) {
    const rotated = { ...after };
    for (const name of ['secret', 'private_key']) {
      const [from, to] = [before[name], after[name]];
      if (from !== undefined && to !== undefined && from !== to) rotated[`${name}_before`] = from;
    }
    return rotated;
  },
  publicKey: ({ secrets }) => publicKeyOf(secrets['private_key'] ?? ''),
  async send(job, tools) {
    const { id, sink, now } = job;
    const body = bodyOf(job);
    const headers = signedHeaders({ id, now, body }, keysOf(sink));
    const answer = await post(tools, String(sink.settings['url']), body, headers);
    return judged(answer, { now, patient: true });
  },
};

/** The payload; of a large alert with fewer events. */
function bodyOf({ what, alert, message }: SinkJob): string {
  for (let events = alert.events.length; ; events = Math.floor(events / 2)) {
    const data = dataOf(alert, message, events);
    const body = JSON.stringify({ type: what, timestamp: alert.updated, data });
    if (events === 0 || Buffer.byteLength(body) < BODY_BYTES) return body;
  }
}

const short = (text: string) => plain(text, VALUE_CHARS);

const entity = (of: Alert['actor']) =>
  of === null
    ? null
    : { id: short(of.id), ...(of.name === undefined ? {} : { name: short(of.name) }) };

function dataOf(alert: Alert, { title, level, url }: Message, events: number) {
  const { rule, quiet: _quiet, group, actor, target, because, ...rest } = alert;
  const pairs = Object.entries(group).slice(0, 20);
  return {
    ...rest,
    title,
    level,
    url,
    rule: {
      id: short(rule.id),
      hash: rule.hash,
      tags: rule.tags.slice(0, 20).map(short),
      references: rule.references.slice(0, 5).map(short),
      ...(rule.author === undefined ? {} : { author: short(rule.author) }),
      ...(rule.license === undefined ? {} : { license: short(rule.license) }),
    },
    group: Object.fromEntries(
      pairs.map(([name, value]) => [short(name), value === null ? null : short(value)]),
    ),
    actor: entity(actor),
    target: entity(target),
    because: because === null ? null : short(because),
    events: events === 0 ? [] : alert.events.slice(-events),
  };
}

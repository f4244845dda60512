import { catalogue, categories } from '@acta/event';
import { others } from '../naming.ts';
import type { Adapter } from '../types.ts';
import { keepGeneric, normalizeGeneric } from './normalize.ts';
import { verifyGeneric } from './verify.ts';

const setting = (name: string, title: string) =>
  ({ name, title, kind: 'text', required: false }) as const;

/** Anything that sends JSON or text: a declarative mapping says what it means. */
export const generic: Adapter = {
  type: 'generic',
  title: 'Generic (JSON or text)',
  summary: 'Any JSON or text of a tool of your own, mapped to events by a mapping that you write.',
  doors: ['webhook', 'stream', 'hec', 'syslog', 'file', 'events'],
  settings: [
    { name: 'secret', title: 'Secret', kind: 'secret', required: false },
    setting('signature_header', 'Header with an HMAC-SHA256 of the body (X-Signature)'),
    setting('signature_prefix', 'What stands before the signature (sha256=)'),
    setting('signature_encoding', 'Encoding of the signature (hex or base64)'),
    setting('secret_header', 'Header that holds the secret itself (X-Token)'),
    setting('basic_user', 'User name of basic authentication'),
    { name: 'mapping', title: 'Mapping', kind: 'json', required: false },
  ],
  setup: [
    {
      title: 'Send a record',
      text: 'JSON (one object, a list, or one a line) or lines of text; every record becomes an event at once.',
      copy: 'curl -H "Authorization: Bearer {secret}" -H "Content-Type: application/json" \\\n  -d \'{"time":"2026-11-19T08:15:02Z","user":"ada","action":"flag.enabled","target":"checkout"}\' \\\n  {intake_url}',
    },
    {
      title: 'Say what it means',
      text: 'Open the mapping of this source: the records that came stand at the left, the event at the right. Before there is a mapping, who, when, what and on what are guessed by common names.',
    },
  ],
  verify: verifyGeneric,
  normalize: normalizeGeneric,
  keep: keepGeneric,
  actions: [...catalogue.keys(), ...others(...categories)].filter(
    (action, at, all) => all.indexOf(action) === at,
  ),
};

// Arbitrary events for property tests, and the test key of maskers.
import * as fc from 'fast-check';
import { catalogue } from './catalogue/definitions.ts';
import type { ActaEvent } from './schema/event.ts';
import { assurances, markNames, outcomes, severities } from './vocabulary.ts';

export const testKey: Uint8Array = new Uint8Array(32).fill(7);

const text = fc.string({ unit: 'binary', maxLength: 40 });
const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
const time = fc
  .date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true })
  .map((date) => date.toISOString());
const id = fc.uuid({ version: 8 });

const actorParts = {
  type: name,
  id: name,
  name: text,
  email: text,
  roles: fc.array(text, { maxLength: 3 }),
  credential: fc.record({ type: name, id: text }, { requiredKeys: ['type'] }),
  assurance: fc.constantFrom(...assurances),
};
const actor = fc.record(
  {
    ...actorParts,
    on_behalf_of: fc.record(actorParts, { requiredKeys: ['type', 'id'] }),
  },
  { requiredKeys: ['type', 'id'] },
);
const targetParts = { type: name, id: name, name: text, environment: text };
const target = fc.record(
  { ...targetParts, parent: fc.record(targetParts, { requiredKeys: ['type', 'id'] }) },
  { requiredKeys: ['type', 'id'] },
);
const memberName = fc
  .string({ minLength: 1, maxLength: 20 })
  .filter((key) => !/["\\]|^__/.test(key));
const map = fc.dictionary(memberName, text, { maxKeys: 4, noNullPrototype: true });
const json = fc.jsonValue({ maxDepth: 3 }).filter((value) => !JSON.stringify(value).includes('__'));

/** Any event that the schema allows, without empty groups. */
export const anyEvent: fc.Arbitrary<ActaEvent> = fc
  .record(
    {
      v: fc.constant(1 as const),
      id,
      time,
      received: time,
      source: fc.record(
        {
          type: fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/),
          name: text,
          via: text,
          delivery: text,
        },
        { requiredKeys: ['type', 'name'] },
      ),
      definition: fc.constantFrom(...catalogue.values()),
      outcome: fc.constantFrom(...outcomes),
      severity: fc.constantFrom(...severities),
      native: text,
      actor,
      target,
      targets: fc.array(target, { minLength: 1, maxLength: 3 }),
      context: fc.record({ ip: text, user_agent: text, session: text }),
      pipeline: fc.record({ run: text, commit: text }),
      changes: fc.array(
        fc.record({ field: name, from: json, to: json }, { requiredKeys: ['field'] }),
        {
          minLength: 1,
          maxLength: 3,
        },
      ),
      why: fc.record({ reason: text, approved_by: fc.array(actor, { maxLength: 2 }) }),
      labels: map.filter((labels) => Object.keys(labels).length > 0),
      raw: text,
      raw_sha256: fc.stringMatching(/^[A-Za-z0-9_-]{43}$/),
      marks: fc.uniqueArray(fc.constantFrom(...markNames), { minLength: 1 }),
      revision: fc.integer({ min: 1, max: 9 }),
      revision_of: id,
    },
    {
      requiredKeys: [
        'v',
        'id',
        'time',
        'received',
        'source',
        'definition',
        'outcome',
        'severity',
        'actor',
        'target',
      ],
      noNullPrototype: true,
    },
  )
  .map(({ definition, ...rest }) => {
    const { action, category, effect } = definition;
    const event: ActaEvent = { ...rest, action, category, effect };
    if (event.raw === undefined) delete event.raw_sha256;
    return JSON.parse(JSON.stringify(event)) as ActaEvent;
  });

export const anySeed: fc.Arbitrary<Uint8Array> = fc.uint8Array({ minLength: 16, maxLength: 16 });

const notSent = new Set(
  'v id received raw_sha256 marks revision revision_of source assurance person accountable'.split(
    ' ',
  ),
);

/** What a sender may say of an event: all but what only the server sets. */
export const anySent: fc.Arbitrary<Record<string, unknown>> = anyEvent.map((event) => {
  const sent: Record<string, unknown> = structuredClone(event);
  for (const key of Object.keys(sent)) if (notSent.has(key)) delete sent[key];
  for (const key of ['actor', 'why']) {
    const people = JSON.stringify(sent[key], (name, value: unknown) =>
      notSent.has(name) && name !== 'id' ? undefined : value,
    );
    if (people) sent[key] = JSON.parse(people);
  }
  return sent;
});

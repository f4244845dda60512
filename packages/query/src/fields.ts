// The fields that a query may name: every path of the event (contract §2), its type, its disclosure
// group, and the short names that people type.
import { nearest } from './nearest.ts';

export type FieldType = 'keyword' | 'text' | 'time' | 'severity' | 'ip' | 'number';

/** `clear` stands in the tree itself; the others are disclosed by group. */
export type FieldGroup = 'clear' | 'actor' | 'target' | 'context' | 'details' | 'raw';

export interface Field {
  /** Canonical dotted path, the name in the tree. */
  path: string;
  short: readonly string[];
  type: FieldType;
  group: FieldGroup;
  description: string;
  /** Paths of the event that this field looks at; any of them may match. */
  paths: readonly string[];
  /** Closed vocabularies, for completion. */
  values?: readonly string[];
}

/** Weakest to strongest. */
export const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const;

const OUTCOMES = ['success', 'failure', 'denied', 'unknown'];
const CATEGORIES =
  'access identity change pipeline deploy secret artifact data policy system'.split(' ');
const EFFECTS = 'create read update delete execute authenticate grant revoke'.split(' ');
const ASSURANCES =
  'claimed source_authenticated source_signed token_verified sender_constrained'.split(' ');

function field(
  path: string,
  short: string,
  type: FieldType,
  group: FieldGroup,
  description: string,
  more: { paths?: readonly string[]; values?: readonly string[] } = {},
): Field {
  return {
    path,
    short: short === '' ? [] : short.split(' '),
    type,
    group,
    description,
    paths: more.paths ?? [path],
    ...(more.values === undefined ? {} : { values: more.values }),
  };
}

function clearFields(): Field[] {
  return [
    field('index', '', 'number', 'clear', 'Place in the log, from 0'),
    field('id', '', 'keyword', 'clear', 'Id of the event'),
    field('time', 'when', 'time', 'clear', 'When it happened, as the source says'),
    field('received', '', 'time', 'clear', 'When Acta received it'),
    field('action', '', 'keyword', 'clear', 'What was done, as object.past_tense'),
    field('category', '', 'keyword', 'clear', 'Kind of action', { values: CATEGORIES }),
    field('effect', '', 'keyword', 'clear', 'What it did to the target', { values: EFFECTS }),
    field('outcome', '', 'keyword', 'clear', 'How it ended', { values: OUTCOMES }),
    field('severity', '', 'severity', 'clear', 'How much the action matters', {
      values: SEVERITIES,
    }),
    field('source.type', '', 'keyword', 'clear', 'Product that sent it'),
  ];
}

/** `source` looks at the product's type and the source's own name. */
function sourceFields(): Field[] {
  return [
    field('source', '', 'keyword', 'clear', 'Type or name of the source', {
      paths: ['source.type', 'source.name'],
    }),
    field('source.name', '', 'keyword', 'details', 'Name of the source'),
    field('source.via', 'via', 'keyword', 'details', 'How it came in'),
    field('source.delivery', 'delivery', 'keyword', 'details', 'Delivery id of the source'),
    field('native', '', 'keyword', 'details', "The product's own name of the action"),
    field('marks', 'mark', 'keyword', 'details', 'What the intake noticed about the event'),
    field('revision', '', 'number', 'details', 'Higher where an event was mapped again'),
    field('revision_of', '', 'keyword', 'details', 'Id of the event that this one maps again'),
  ];
}

function actorFields(prefix: string, who: string, group: FieldGroup = 'actor'): Field[] {
  const short = (name: string) => (prefix === 'actor' ? name : '');
  return [
    field(prefix, short('who'), 'keyword', group, `${who}: name, id or e-mail`, {
      paths: [`${prefix}.name`, `${prefix}.id`, `${prefix}.email`],
    }),
    field(`${prefix}.type`, '', 'keyword', group, `${who}: user, service, workload …`),
    field(`${prefix}.id`, '', 'keyword', group, `${who}: id`),
    field(`${prefix}.name`, '', 'keyword', group, `${who}: name`),
    field(`${prefix}.email`, short('email'), 'keyword', group, `${who}: e-mail`),
    field(`${prefix}.roles`, short('role'), 'keyword', group, `${who}: roles`),
    field(`${prefix}.assurance`, short('assurance'), 'keyword', group, `${who}: how sure`, {
      values: ASSURANCES,
    }),
    field(`${prefix}.credential`, short('credential'), 'keyword', group, `${who}: credential`, {
      paths: [`${prefix}.credential.id`, `${prefix}.credential.type`],
    }),
    field(`${prefix}.credential.type`, '', 'keyword', group, `${who}: kind of credential`),
    field(`${prefix}.credential.id`, '', 'keyword', group, `${who}: id of the credential`),
    field(`${prefix}.credential.name`, '', 'keyword', group, `${who}: name of the credential`),
    field(`${prefix}.credential.expires`, '', 'keyword', group, `${who}: end of the credential`),
    field(`${prefix}.person`, short('person'), 'keyword', group, `${who}: person behind it`),
    field(`${prefix}.accountable`, short('accountable'), 'keyword', group, `${who}: answers`),
  ];
}

function targetFields(prefix: string, what: string): Field[] {
  const base = (part: string) => [`${prefix}.${part}`];
  const both = (part: string) => [`target.${part}`, `targets.${part}`];
  const paths = prefix === 'target' ? both : base;
  return [
    field(prefix, prefix === 'target' ? 'on' : '', 'keyword', 'target', `${what}: name or id`, {
      paths: [...paths('name'), ...paths('id')],
    }),
    field(`${prefix}.type`, '', 'keyword', 'target', `${what}: type`, { paths: paths('type') }),
    field(`${prefix}.id`, '', 'keyword', 'target', `${what}: id`, { paths: paths('id') }),
    field(`${prefix}.name`, '', 'keyword', 'target', `${what}: name`, { paths: paths('name') }),
    field(`${prefix}.environment`, '', 'keyword', 'target', `${what}: environment`, {
      paths: paths('environment'),
    }),
  ];
}

function contextFields(): Field[] {
  return [
    field('context.ip', 'ip', 'ip', 'context', 'Address it came from'),
    field('context.geo.country', 'country', 'keyword', 'context', 'Country of the address'),
    field('context.geo.city', 'city', 'keyword', 'context', 'City of the address'),
    field('context.geo.region', 'region', 'keyword', 'context', 'Region of the address'),
    field('context.geo.asn', 'asn', 'keyword', 'context', 'Autonomous system of the address'),
    field('context.geo.organization', '', 'keyword', 'context', 'Organisation of the address'),
    field('context.user_agent', 'ua', 'keyword', 'context', 'Program that was used'),
    field('context.session', 'session', 'keyword', 'context', 'Session'),
    field('context.request.method', 'method', 'keyword', 'context', 'HTTP method'),
    field('context.request.path', 'path', 'keyword', 'context', 'Path of the request'),
    field('context.request.id', 'request', 'keyword', 'context', 'Id of the request'),
  ];
}

function pipelineFields(): Field[] {
  return [
    field('pipeline.stage', 'stage', 'keyword', 'details', 'Stage of the pipeline'),
    field('pipeline.run', 'run', 'keyword', 'details', 'Run of the pipeline'),
    field('pipeline.job', 'job', 'keyword', 'details', 'Job of the run'),
    field('pipeline.commit', 'commit sha', 'keyword', 'details', 'Commit'),
    field('pipeline.ref', 'ref branch', 'keyword', 'details', 'Branch or tag'),
    field('pipeline.change', 'change pr', 'keyword', 'details', 'Pull or merge request'),
    field('pipeline.artifact', 'artifact', 'keyword', 'details', 'Digest of the artifact'),
    field('pipeline.environment', '', 'keyword', 'details', 'Environment deployed to'),
    field('environment', 'env', 'keyword', 'details', 'Environment, of pipeline or target', {
      paths: ['pipeline.environment', 'target.environment', 'targets.environment'],
    }),
    field('pipeline.service', 'service', 'keyword', 'details', 'Service'),
    field('pipeline.version', 'version', 'keyword', 'details', 'Version'),
  ];
}

function detailFields(): Field[] {
  return [
    field('changes.field', 'changed', 'keyword', 'details', 'Name of a changed field'),
    field('changes.from', '', 'keyword', 'details', 'Value before'),
    field('changes.to', '', 'keyword', 'details', 'Value after'),
    field('why.reason', 'reason', 'keyword', 'details', 'Reason given'),
    field('why.ticket', 'ticket', 'keyword', 'details', 'Ticket'),
    field('why.approved_by', 'approver', 'keyword', 'details', 'Who approved: name, id, e-mail', {
      paths: ['why.approved_by.name', 'why.approved_by.id', 'why.approved_by.email'],
    }),
    field('why.link', '', 'keyword', 'details', 'Link to the reason'),
    field('raw', '', 'text', 'raw', "Words of the source's own record"),
  ];
}

/** Who approved, in full: `why.approved_by` itself is among the details. */
function approverFields(): Field[] {
  return [
    ...actorFields('why.approved_by', 'Who approved', 'details').slice(1),
    ...actorFields('why.approved_by.on_behalf_of', 'Whom the approver acted for', 'details'),
  ];
}

function allFields(): Field[] {
  return [
    ...clearFields(),
    ...sourceFields(),
    ...actorFields('actor', 'Actor'),
    ...actorFields('actor.on_behalf_of', 'Whom the actor acted for'),
    ...targetFields('target', 'Target'),
    ...targetFields('target.parent', "The target's parent"),
    ...contextFields(),
    ...pipelineFields(),
    ...detailFields(),
    ...targetFields('targets', 'Further target'),
    ...targetFields('targets.parent', "A further target's parent"),
    ...approverFields(),
  ];
}

/** Names under these are the user's own, and any is a field. */
export const OPEN_PREFIXES: readonly {
  path: string;
  short: readonly string[];
  group: FieldGroup;
  description: string;
}[] = [
  { path: 'labels', short: ['label'], group: 'details', description: 'Label' },
  {
    path: 'context.request.headers',
    short: ['header'],
    group: 'context',
    description: 'Request header',
  },
  { path: 'changes.from', short: [], group: 'details', description: 'Value before' },
  { path: 'changes.to', short: [], group: 'details', description: 'Value after' },
];

export const fields: readonly Field[] = allFields();

const byName: ReadonlyMap<string, Field> = new Map(
  fields.flatMap((one) => [one.path, ...one.short].map((name): [string, Field] => [name, one])),
);

/**
 * The field that a typed name means (case is ignored but for labels), or null. Names under an open
 * prefix give a field of their own.
 */
export function findField(name: string): Field | null {
  const known = byName.get(name.toLowerCase());
  if (known) return known;
  for (const open of OPEN_PREFIXES) {
    for (const prefix of [open.path, ...open.short]) {
      if (name.length <= prefix.length + 1 || !name.toLowerCase().startsWith(`${prefix}.`))
        continue;
      const path = `${open.path}.${name.slice(prefix.length + 1)}`;
      return field(path, '', 'keyword', open.group, open.description);
    }
  }
  return null;
}

/** The group that each path of a field belongs to: `source` and `environment` span several. */
export function groupOfPath(path: string): FieldGroup {
  if (path.startsWith('actor.')) return 'actor';
  if (path.startsWith('target.') || path.startsWith('targets.')) return 'target';
  if (path.startsWith('context.')) return 'context';
  if (path === 'raw' || path === 'raw_sha256') return 'raw';
  const clear = byName.get(path);
  return clear?.group === 'clear' && clear.paths.length === 1 ? 'clear' : 'details';
}

/** Names near to an unknown one, best first, for error messages. */
export function suggestFields(name: string, limit = 3): string[] {
  const tailOf = (known: string) => known.slice(known.lastIndexOf('.') + 1);
  const direct = nearest(name, byName.keys());
  const byTail = nearest(name, [...byName.keys()].map(tailOf));
  const found = [...byName.keys()].filter((known) => byTail.includes(tailOf(known)));
  return [...new Set([...direct, ...found])].slice(0, limit);
}

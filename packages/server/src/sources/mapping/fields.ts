// The fields of an event that a mapping may fill, and what each takes.
import { catalogue, categories, outcomes } from '@acta/event';
import { ipOf } from '../event-parts.ts';
import { longText, text, type Json } from '../reader.ts';
import { textOf } from './template.ts';

export type FieldKind =
  | 'text'
  | 'long'
  | 'word'
  | 'list'
  | 'actors'
  | 'time'
  | 'ip'
  | 'action'
  | 'category'
  | 'outcome';

export interface FieldDefinition {
  kind: FieldKind;
  /** One line, for the editor. */
  about: string;
}

const define = (kind: FieldKind, about: string): FieldDefinition => ({ kind, about });

function who(prefix: string, whose: string): [string, FieldDefinition][] {
  return [
    [`${prefix}.type`, define('word', `${whose}: user, bot, service, workload, token …`)],
    [`${prefix}.id`, define('text', `${whose}: the id that never changes`)],
    [`${prefix}.name`, define('text', `${whose}: name`)],
    [`${prefix}.email`, define('text', `${whose}: e-mail`)],
  ];
}

function thing(prefix: string, what: string): [string, FieldDefinition][] {
  return [
    [`${prefix}.type`, define('word', `${what}: repository, service, host, secret …`)],
    [`${prefix}.id`, define('text', `${what}: the id that never changes`)],
    [`${prefix}.name`, define('text', `${what}: name`)],
    [`${prefix}.environment`, define('text', `${what}: environment`)],
  ];
}

/** Fields by name, in the order in which the editor offers them. */
export const fieldDefinitions: ReadonlyMap<string, FieldDefinition> = new Map([
  ['time', define('time', 'When it happened, by the source’s clock')],
  ['action', define('action', 'What was done: an action of the catalogue')],
  ['native', define('text', 'The product’s own name of the action')],
  ['category', define('category', 'Kind of action, where the catalogue has none that fits')],
  ['outcome', define('outcome', 'How it ended')],
  ...who('actor', 'Who'),
  ['actor.roles', define('list', 'Who: roles')],
  ['actor.credential.type', define('word', 'Credential: kind')],
  ['actor.credential.id', define('text', 'Credential: id')],
  ['actor.credential.name', define('text', 'Credential: name')],
  ...who('actor.on_behalf_of', 'On whose behalf'),
  ...thing('target', 'On what'),
  ...thing('target.parent', 'What it belongs to'),
  ['context.ip', define('ip', 'Address it came from')],
  ['context.user_agent', define('long', 'Program that was used')],
  ['context.session', define('text', 'Session')],
  ['context.request.method', define('text', 'Request: method')],
  ['context.request.path', define('long', 'Request: path')],
  ['context.request.id', define('text', 'Request: id')],
  ['context.geo.country', define('text', 'Country of the address')],
  ['context.geo.city', define('text', 'City of the address')],
  ...(
    [
      ['stage', 'stage'],
      ['run', 'run'],
      ['job', 'job'],
      ['commit', 'commit'],
      ['ref', 'branch or tag, refs/heads/main'],
      ['change', 'pull or merge request, acme/pay#41'],
      ['artifact', 'digest of the artifact, sha256:…'],
      ['environment', 'environment'],
      ['service', 'service'],
      ['version', 'version'],
    ] as const
  ).map(([name, about]): [string, FieldDefinition] => [
    `pipeline.${name}`,
    define('text', `Pipeline: ${about}`),
  ]),
  ['why.reason', define('long', 'Reason given')],
  ['why.ticket', define('text', 'Ticket, OPS-812')],
  ['why.link', define('long', 'Link to the reason')],
  ['why.approved_by', define('actors', 'Who approved')],
]);

const open =
  /^(?:labels|context\.request\.headers)\.([\u0020-\u0021\u0023-\u005b\u005d-\u007e]{1,128})$/;
const reserved = new Set(['__proto__', '_sd', '...']);

/** The definition of a field, labels and headers of any name included. */
export function fieldOf(name: string): FieldDefinition | undefined {
  const known = fieldDefinitions.get(name);
  if (known !== undefined) return known;
  const own = open.exec(name)?.[1];
  if (own === undefined || reserved.has(own)) return undefined;
  return define(name.startsWith('labels.') ? 'text' : 'long', 'A value of your own');
}

/** Where a field stands in the event: labels and headers keep the dots of their names. */
export function placeOf(name: string): string[] {
  for (const prefix of ['labels', 'context.request.headers']) {
    if (name.startsWith(`${prefix}.`)) return [...prefix.split('.'), name.slice(prefix.length + 1)];
  }
  return name.split('.');
}

/** What is wrong with a text that a mapping itself writes into a field; undefined where it fits. */
export function misfit(
  kind: FieldKind,
  given: string,
): { message: string; expected: readonly string[] } | undefined {
  if (kind === 'action' && !catalogue.has(given)) {
    return { message: `${given} is no action of the catalogue`, expected: nearActions(given) };
  }
  if (kind === 'outcome' && outcomeOf(given) === undefined) {
    return { message: `${given} is no outcome`, expected: outcomes };
  }
  if (kind === 'category' && !categories.some((one) => one === given)) {
    return { message: `${given} is no category`, expected: categories };
  }
  return undefined;
}

const nearMax = 5;

/** Actions that share most words with a text. */
export function nearActions(given: string): string[] {
  const words = new Set(wordsOf(given));
  const score = (action: string) => wordsOf(action).filter((word) => words.has(word)).length;
  return [...catalogue.keys()]
    .map((action) => ({ action, score: score(action) }))
    .filter((one) => one.score > 0)
    .sort((a, b) => b.score - a.score || a.action.length - b.action.length)
    .slice(0, nearMax)
    .map(({ action }) => action);
}

/** Words cut to their stems, so that `deleted` is near `delete`. */
const wordsOf = (given: string): string[] =>
  given
    .slice(0, 200)
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '')
    .map((word) => word.replace(/(?:d|ed|ing|s)$/, '').slice(0, 5));

const outcomeWords: Readonly<Record<string, string>> = {
  ...words(
    'success',
    'success successful succeeded ok okay pass passed true yes allow allowed granted',
  ),
  ...words('success', 'accepted approved complete completed done 0'),
  ...words('failure', 'failure fail failed error errored false no broken crashed timeout aborted'),
  ...words('denied', 'denied deny refused forbidden unauthorized rejected blocked disallowed'),
  ...words('unknown', 'unknown'),
};

function words(outcome: string, list: string): Record<string, string> {
  return Object.fromEntries(list.split(' ').map((word) => [word, outcome]));
}

/** An outcome by a common word or a status of HTTP; undefined where neither says it. */
export function outcomeOf(value: string): (typeof outcomes)[number] | undefined {
  const word = value.trim().toLowerCase();
  if (/^[1-5]\d\d$/.test(word)) {
    if (word === '401' || word === '403') return 'denied';
    return word < '400' ? 'success' : 'failure';
  }
  return Object.hasOwn(outcomeWords, word)
    ? (outcomeWords[word] as (typeof outcomes)[number])
    : undefined;
}

const wordShape = /[^a-z0-9]+/g;

/** A value as its field takes it; undefined where it does not fit. */
export function fitted(kind: FieldKind, value: Json): Json | undefined {
  if (kind === 'list') return texts(value);
  if (kind === 'actors') {
    return texts(value)?.map((id): Json => ({ type: 'user', id }));
  }
  const one = textOf(value);
  if (one === undefined) return undefined;
  if (kind === 'long') return longText(one);
  if (kind === 'ip') return ipOf(one);
  if (kind === 'outcome') return outcomeOf(one);
  if (kind === 'word') {
    const plain = one.trim().toLowerCase().replace(wordShape, '_').replace(/^_|_$/g, '');
    return plain === '' ? undefined : plain.slice(0, 64);
  }
  return text(one);
}

const listMax = 256;

function texts(value: Json): string[] | undefined {
  const items = Array.isArray(value) ? value : [value];
  const found = items.slice(0, listMax).flatMap((item) => text(textOf(item)) ?? []);
  return found.length === 0 ? undefined : found;
}

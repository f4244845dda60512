// What a message says of an alert, whatever the product: title, level, who, what, when, how often,
// whose rule, and a link. Never a record's own text. Pure.
import type { Alert, AlertLevel, AlertStatus, SinkNotice } from '@acta/sdk';
import { plain } from './text.ts';

export interface Fact {
  name: string;
  value: string;
}

export interface Message {
  /** What happened to the alert, in a few words. */
  heading: string;
  title: string;
  level: AlertLevel;
  status: AlertStatus;
  facts: Fact[];
  /** Of whom the rule is; null for Acta's own. */
  credit: { text: string; url: string | null } | null;
  /** The alert in the page; null where the server does not know its own address. */
  url: string | null;
}

const TITLE_CHARS = 200;
const VALUE_CHARS = 256;
const GROUP_VALUES = 5;

const headings: Record<SinkNotice, (alert: Alert) => string> = {
  'alert.raised': () => 'New alert',
  'alert.folded': () => 'It goes on',
  'alert.acknowledged': (alert) => `Acknowledged${by(alert)}`,
  'alert.started': (alert) => `In progress${by(alert)}`,
  'alert.assigned': ({ assignee }) =>
    assignee === null ? 'Assigned to nobody' : `Assigned to ${plain(assignee, VALUE_CHARS)}`,
  'alert.noted': () => 'A note was written',
  'alert.resolved': ({ verdict }) =>
    verdict === null ? 'Resolved' : `Resolved: ${verdict.replaceAll('_', ' ')}`,
  'alert.reopened': () => 'Reopened',
  'sink.tested': () => 'A test: nothing happened',
};

const by = ({ assignee }: Alert): string =>
  assignee === null ? '' : ` by ${plain(assignee, VALUE_CHARS)}`;

/** @param public_url address of the page, or null */
export function messageOf(alert: Alert, what: SinkNotice, public_url: string | null): Message {
  const { rule, level } = { rule: alert.rule, level: alert.rule.level };
  return {
    heading: headings[what](alert),
    title: plain(rule.title, TITLE_CHARS),
    level,
    status: alert.status,
    facts: factsOf(alert).map(({ name, value }) => ({
      name: plain(name, 64),
      value: plain(value, VALUE_CHARS),
    })),
    credit: creditOf(alert),
    url:
      public_url === null
        ? null
        : `${public_url.replace(/\/$/, '')}/alerts/${encodeURIComponent(alert.id)}`,
  };
}

function factsOf(alert: Alert): Fact[] {
  const facts: (Fact | null)[] = [
    named('Who', alert.actor),
    named('What', alert.target),
    alert.source === null ? null : { name: 'Source', value: alert.source },
    { name: 'When', value: whenOf(alert) },
    { name: 'Events', value: String(alert.count) },
    ...groupFacts(alert),
    alert.because === null ? null : { name: 'Because', value: alert.because },
    { name: 'Status', value: alert.status.replaceAll('_', ' ') },
    alert.assignee === null ? null : { name: 'Assignee', value: alert.assignee },
    alert.historical ? { name: 'Historical', value: 'found in what was imported' } : null,
  ];
  return facts.filter((fact) => fact !== null);
}

function named(name: string, of: { id: string; name?: string } | null): Fact | null {
  if (of === null) return null;
  const isSame = of.name === undefined || of.name === of.id;
  return { name, value: isSame ? of.id : `${of.name} (${of.id})` };
}

const whenOf = ({ first, last }: Alert): string => (first === last ? last : `${first} to ${last}`);

/** What it is about, where that is not said already. */
function groupFacts({ group, actor, target, source }: Alert): Fact[] {
  const said = new Set([actor?.id, actor?.name, target?.id, target?.name, source]);
  return Object.entries(group)
    .filter(([, value]) => value !== null && !said.has(value))
    .slice(0, GROUP_VALUES)
    .map(([name, value]) => ({ name, value: String(value) }));
}

function creditOf({ rule }: Alert): Message['credit'] {
  const { author, license, references } = rule;
  if (author === undefined && license === undefined) return null;
  const who = author === undefined ? '' : ` by ${author}`;
  const terms = license === undefined ? '' : `, ${license}`;
  const url = references.find((each) => /^https:\/\/[^\s<>|"]{1,1000}$/.test(each)) ?? null;
  return { text: plain(`Rule${who}${terms}`, VALUE_CHARS), url };
}

/** All of it as lines of plain text. */
export function linesOf(message: Message): string[] {
  const { heading, title, level, facts, credit, url } = message;
  const link = credit?.url ?? null;
  return [
    `${heading}: ${title}`,
    `Level: ${level}`,
    ...facts.map(({ name, value }) => `${name}: ${value}`),
    ...(credit === null ? [] : [link === null ? credit.text : `${credit.text} ${link}`]),
    ...(url === null ? [] : [url]),
  ];
}

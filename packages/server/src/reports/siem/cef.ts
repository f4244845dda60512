// ArcSight Common Event Format, version 0 (implementation standard 25): one event a line.
import { isIPv4, isIPv6 } from 'node:net';
import type { LoggedEvent } from '@acta/sdk';
import { messageOf, targetsOf } from './parts.ts';

const SEVERITIES = { info: 1, low: 3, medium: 5, high: 8, critical: 10 } as const;

/** One event as a line of CEF. @param version Acta's own */
export function cefLine(event: LoggedEvent, version: string): string {
  const header = [
    'CEF:0',
    'Acta',
    'Acta',
    version,
    event.action,
    messageOf(event),
    String(SEVERITIES[event.severity]),
  ].map(headerText);
  return `${header.join('|')}|${extensionOf(event)}\n`;
}

/** Keys of the dictionary as far as it has them; the rest in labelled strings and numbers. */
function extensionOf(event: LoggedEvent): string {
  const { actor, context, pipeline, source, why } = event;
  const [target] = targetsOf(event);
  const ip = context?.ip ?? '';
  const pairs: [string, string | number | undefined][] = [
    ['start', Date.parse(event.time)],
    ['rt', Date.parse(event.received)],
    ['externalId', event.id],
    ['cat', event.category],
    ['act', event.native ?? event.action],
    ['outcome', event.outcome],
    ['reason', why?.reason],
    ['suser', actor && (actor.name ?? actor.id)],
    ['suid', actor?.id],
    ['spriv', actor?.roles?.join(' ')],
    ['src', isIPv4(ip) ? ip : undefined],
    ...labelled('c6a2', 'Source IPv6 Address', isIPv6(ip) ? ip : undefined),
    ['requestMethod', context?.request?.method],
    ['request', context?.request?.path],
    ['requestClientApplication', context?.user_agent],
    ['deviceExternalId', source.name],
    ['deviceFacility', source.type],
    ...labelled('cs1', 'target', target && (target.name ?? target.id)),
    ...labelled('cs2', 'target id', target?.id),
    ...labelled('cs3', 'target type', target?.type),
    ...labelled('cs4', 'environment', pipeline?.environment ?? target?.environment),
    ...labelled('cs5', 'commit', pipeline?.commit),
    ...labelled('cs6', 'ticket', why?.ticket),
    ...labelled('cn1', 'log index', event.index),
  ];
  return pairs
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([key, value]) => `${key}=${extensionText(String(value))}`)
    .join(' ');
}

const labelled = (
  key: string,
  label: string,
  value: string | number | undefined,
): [string, string | number | undefined][] => [
  [key, value],
  [`${key}Label`, value === undefined || value === '' ? undefined : label],
];

/** Line ends have no escape in a header. */
function headerText(text: string): string {
  return text.replace(/[\\|]/g, String.raw`\$&`).replace(/[\r\n\u0085\u2028\u2029]+/g, ' ');
}

function extensionText(text: string): string {
  return text
    .replace(/[\\=]/g, String.raw`\$&`)
    .replaceAll('\r', String.raw`\r`)
    .replace(/[\n\u0085\u2028\u2029]/g, String.raw`\n`);
}

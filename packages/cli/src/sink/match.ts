// What a route matches, as people write and read it.
import type { RouteHours, RouteMatch } from '@acta/sdk';
import { usageError } from '../error.ts';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const FORM = /^([a-z]{3}(?:[-,][a-z]{3})*) (\d{2}:\d{2})-(\d{2}:\d{2}) ([A-Za-z0-9_+/-]+)$/;

/** @throws a usage error */
export function parseHours(text: string): RouteHours {
  const [, days, from, to, zone] = FORM.exec(text.trim()) ?? [];
  const numbers = days?.split(',').flatMap(daysOf) ?? [];
  if (from === undefined || to === undefined || zone === undefined || numbers.includes(0)) {
    throw usageError(`${text} are no hours`, 'Write "mon-fri 09:00-17:00 Europe/Berlin".');
  }
  return { days: [...new Set(numbers)].toSorted((a, b) => a - b), from, to, zone };
}

/** `fri-mon` goes over the end of the week; 0 stands for what is no day. */
function daysOf(range: string): number[] {
  const [first = 0, last = first] = range.split('-').map((day) => DAYS.indexOf(day) + 1);
  if (first === 0 || last === 0) return [0];
  const count = ((last - first + 7) % 7) + 1;
  return Array.from({ length: count }, (_, n) => ((first - 1 + n) % 7) + 1);
}

export function sayMatch({ level, rules, sources, tags, labels, hours }: RouteMatch): string {
  const parts = [
    level === undefined ? '' : `${level} and above`,
    ...(sources === undefined ? [] : [`source ${sources.join(' or ')}`]),
    ...(rules === undefined ? [] : [`rule ${rules.join(' or ')}`]),
    ...(tags === undefined ? [] : [`tag ${tags.join(' or ')}`]),
    ...Object.entries(labels ?? {}).map(([field, value]) => `${field} ${value}`),
    hours === undefined ? '' : sayHours(hours),
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'everything' : parts.join(', ');
}

const sayHours = ({ days, from, to, zone }: RouteHours): string =>
  `${days.map((day) => DAYS[day - 1]).join(',')} ${from}-${to} ${zone}`;

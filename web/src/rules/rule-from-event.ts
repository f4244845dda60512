// A rule that an event of the log begins: what was done is what it looks for; what else the event
// says stands ready as comments, to be taken in or left out. Pure.
import type { LoggedEvent } from '../api/types.ts';
import type { Draft } from './rule-editor.tsx';

type Part = readonly [field: string, value: string | undefined];

/** The rule and its fixtures; people are named in neither. */
export function ruleFromEvent(event: LoggedEvent): Draft {
  const { action, outcome } = event;
  const done: Part[] = [['action', action], ...(outcome === 'success' ? [] : [outcomePart(event)])];
  const more = narrower(event).filter(([, value]) => value !== undefined && value !== '');
  const words = action.replaceAll(/[._]/g, ' ');
  const title = words.charAt(0).toUpperCase() + words.slice(1);
  const lines = (parts: readonly Part[], sign: string) =>
    parts.map(([field, value]) => `    ${sign}${field}: ${scalar(value ?? '')}\n`).join('');
  const text = `title: ${title}
status: experimental
logsource:
  product: acta
detection:
  selection:
${lines(done, '')}${more.length === 0 ? '' : `    # Fewer: take the sign away from what must agree as well.\n${lines(more, '# ')}`}  condition: selection
level: medium
custom_attributes:
  acta.triage: |
    1. Who did it, and from where?
`;
  const like = nested([...done, ...more, ['actor.name', 'somebody']]);
  const fixtures = `- title: as in event ${event.index}
  fires: true
  event:
${block(like)}- title: something else
  fires: false
  event:
${block({ ...like, action: 'something.else' })}`;
  return { text, fixtures };
}

const outcomePart = ({ outcome }: LoggedEvent): Part => ['outcome', outcome];

function narrower({ source, actor, target, pipeline, context }: LoggedEvent): Part[] {
  return [
    ['source.name', source.name],
    ['actor.type', actor?.type],
    ['target.type', target?.type],
    ['target.name', target?.name],
    ['pipeline.environment', pipeline?.environment],
    ['context.country', (context as { country?: string } | undefined)?.country],
  ];
}

function nested(parts: readonly Part[]): Record<string, unknown> {
  const made: Record<string, Record<string, unknown>> = {};
  for (const [path, value] of parts) {
    const [head = '', last] = path.split('.');
    if (last === undefined) Object.assign(made, { [head]: value });
    else made[head] = { ...made[head], [last]: value };
  }
  return made;
}

/** A YAML scalar that reads back as this text. */
const scalar = (text: string): string =>
  /^[A-Za-z][\w./@:-]*$/.test(text) && !/^(?:true|false|yes|no|on|off|null)$|:$/i.test(text)
    ? text
    : JSON.stringify(text);

const block = (value: object): string =>
  Object.entries(value)
    .map(([name, each]) => `    ${name}: ${flow(each)}\n`)
    .join('');

function flow(value: unknown): string {
  if (typeof value === 'string') return scalar(value);
  const pairs = Object.entries(value as object).map(([name, each]) => `${name}: ${flow(each)}`);
  return `{ ${pairs.join(', ')} }`;
}

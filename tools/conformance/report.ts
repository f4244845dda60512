// The table of what each source gives: for the terminal, and as the page of the reference.
import { agreementShare, type Agreement } from './expected/index.ts';
import type { Tally } from './tally.ts';

/** What a run over a corpus found. */
export interface Coverage {
  tallies: readonly Tally[];
  /** Folders that no adapter takes, with their files. */
  others: ReadonlyMap<string, number>;
  /** Types of sources that the corpus has nothing of. */
  unheard: readonly string[];
}

const COLUMNS = ['actor', 'target', 'time', 'outcome', 'mapped'] as const;
const HEAD = [
  'source',
  'deliveries',
  'parsed',
  'events',
  ...COLUMNS,
  'unread actors',
  'unread times',
  'unmapped',
  'secrets left',
  'as expected',
];
/** The least share of others' values that ours must say too. */
const LEAST_AGREEMENT = 0.97;

function cells(tally: Tally): string[] {
  const { type, deliveries, parsed, events, unmapped, unread, secrets, agreement } = tally;
  return [
    type,
    String(deliveries),
    counted(parsed, deliveries),
    String(events),
    ...COLUMNS.map((column) => counted(tally[column], events)),
    String(unread.actor.length),
    String(unread.time.length),
    String(unmapped.size),
    counted(secrets.length, events),
    agreement.compared === 0 ? '' : counted(agreement.agreed, agreement.compared),
  ];
}

/** A count with its share; only what is all of it is 100 %. */
function counted(count: number, of: number): string {
  if (of === 0) return '0';
  const share = Math.floor((1000 * count) / of) / 10;
  return `${count} (${share} %)`;
}

function sumOf(tallies: readonly Tally[]): Tally {
  const [first] = tallies;
  if (first === undefined) throw new Error('No adapter took anything: is this a corpus folder?');
  const numbers = ['deliveries', 'parsed', 'events', ...COLUMNS] as const;
  const sum: Tally = {
    ...first,
    type: 'all',
    unmapped: new Set(tallies.flatMap((one) => [...one.unmapped].map((n) => `${one.type} ${n}`))),
    unread: {
      actor: tallies.flatMap(({ unread }) => unread.actor),
      time: tallies.flatMap(({ unread }) => unread.time),
    },
    agreement: agreementOf(tallies),
    secrets: tallies.flatMap(({ secrets }) => secrets),
  };
  for (const name of numbers) sum[name] = tallies.reduce((total, one) => total + one[name], 0);
  return sum;
}

function agreementOf(tallies: readonly Tally[]): Agreement {
  return {
    compared: tallies.reduce((total, { agreement }) => total + agreement.compared, 0),
    agreed: tallies.reduce((total, { agreement }) => total + agreement.agreed, 0),
    disagreements: tallies.flatMap(({ agreement }) => agreement.disagreements),
  };
}

/** The table in columns, then what is wrong. */
export function terminalReport(coverage: Coverage): string {
  const { tallies, others, unheard } = coverage;
  const rows = [HEAD, ...tallies.map(cells), cells(sumOf(tallies))];
  const widths = HEAD.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  '),
  );
  for (const { type, unmapped } of tallies) {
    if (unmapped.size > 0) lines.push(`unmapped ${type}: ${[...unmapped].sort().join(', ')}`);
  }
  lines.push(`without deliveries: ${unheard.join(', ')}`);
  lines.push(`without an adapter: ${[...others.keys()].join(', ')}`);
  return [...lines, ...problemsOf(coverage)].join('\n');
}

/**
 * What fails a run: deliveries that gave no event and are not named, secrets left, actors and times
 * that records say and events lack, and values of others that ours differ from without a reason, or
 * too often.
 */
export function problemsOf({ tallies }: Coverage): string[] {
  const agreement = agreementOf(tallies);
  const share = agreementShare(agreement);
  return [
    ...tallies.flatMap(({ type, refused, secrets, unread }) => [
      ...refused.map((line) => `not parsed: ${type} ${line}`),
      ...secrets.map((line) => `secret left: ${type} ${line}`),
      ...unread.actor.map((line) => `actor not read: ${type} ${line}`),
      ...unread.time.map((line) => `time not read: ${type} ${line}`),
    ]),
    ...agreement.disagreements
      .filter(({ reason }) => reason === undefined)
      .map(({ path, field, expected }) => `not as expected: ${path} ${field}: ${expected}`),
    ...(share < LEAST_AGREEMENT ? [`not as expected: only ${share} of the values agree`] : []),
  ];
}

/** docs/reference/coverage.md. */
export function page(coverage: Coverage): string {
  const { tallies, others, unheard } = coverage;
  const notEvents = tallies.flatMap(({ type, notEvents: named }) =>
    [...named].map(([what, count]) => row(type, String(count), what)),
  );
  const unmapped = tallies
    .filter((tally) => tally.unmapped.size > 0)
    .map((tally) => row(tally.type, [...tally.unmapped].sort().map(code).join(', ')));
  return [
    '# What each source gives',
    '',
    'Written by `npm run conformance -- --corpus DIR --write` over deliveries that other projects',
    'collected: documentation, captured webhooks, and tests of rules whose records are often cut down',
    'to what a rule looks at. An event counts as having an actor, a target, a time or an outcome only',
    'where the delivery names it: nothing is filled in. `unread` are records that have a member with the',
    'name of an actor or a time, of an event that has none; those of others and of other moments are named',
    'in tools/conformance/carries.ts. `unmapped` counts the product’s types that have',
    'no action of the catalogue; they are recorded under their category’s `other`. `secrets left` are',
    'values that stood in a delivery under a secret’s name or in a secret’s form and are still to be',
    'found after masking: there may be none. `as expected` holds against ours what others made of the',
    'same deliveries, value by value: who, what, when, where (also commit, reference, change) and how it',
    'ended.',
    '',
    row(...HEAD),
    row('---', ...HEAD.slice(1).map(() => '--:')),
    ...tallies.map((tally) => row(...cells(tally))),
    row(...cells(sumOf(tallies)).map((cell) => `**${cell}**`)),
    '',
    '## Where others say something else',
    '',
    'Expected values beside the deliveries that ours rightly differ from.',
    '',
    row('delivery', 'value', 'why'),
    row('---', '---', '---'),
    ...disagreementRows(tallies),
    '',
    '## What is no event',
    '',
    'These files lie among the deliveries and are none; they are not counted above.',
    '',
    row('source', 'count', 'what it is'),
    row('---', '--:', '---'),
    ...notEvents,
    '',
    '## Types without an action',
    '',
    row('source', 'types'),
    row('---', '---'),
    ...unmapped,
    '',
    '## Sources without collected deliveries',
    '',
    'The corpus has nothing of these; their tests hold records of ours.',
    '',
    `${unheard.join(', ')}.`,
    '',
    '## Products without an adapter',
    '',
    'What happens in these can be [sent as events](../guide/sending-events.md); the corpus has deliveries.',
    '',
    `${[...others].map(([folder, count]) => `${folder} (${count})`).join(', ')}.`,
    '',
  ].join('\n');
}

function disagreementRows(tallies: readonly Tally[]): string[] {
  return agreementOf(tallies).disagreements.map(({ path, field, reason }) =>
    row(code(path), field, reason ?? '**unexplained**'),
  );
}

function row(...parts: string[]): string {
  return `| ${parts.map((part) => part.replaceAll('|', '\\|')).join(' | ')} |`;
}

function code(text: string): string {
  return `\`${text.replaceAll('`', '')}\``;
}

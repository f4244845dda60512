// Microseconds an operation of packages/event on an event of about 800 bytes: `node
// bench/event.ts`.
import {
  createMasker,
  deriveEventId,
  openRecord,
  parseEventInput,
  sealEvent,
  sentEventSchema,
  type ActaEvent,
} from '@acta/event';

const rounds = 9;
const roundMs = 120;

/** The median of several rounds. */
function measure(name: string, run: (turn: number) => unknown): void {
  let kept: unknown;
  const results: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = process.cpuUsage();
    let turns = 0;
    let spent = 0;
    while (spent < roundMs) {
      for (let step = 0; step < 500; step++) kept = run(turns++);
      const { user, system } = process.cpuUsage(start);
      spent = (user + system) / 1000;
    }
    results.push((spent * 1000) / turns);
  }
  results.sort((a, b) => a - b);
  const median = results[rounds >> 1]!;
  if (kept === null) throw new Error('The operation gave nothing.');
  process.stdout.write(`${name.padEnd(44)} ${median.toFixed(2).padStart(8)} µs\n`);
}

const raw = JSON.stringify({
  '@timestamp': 1_771_695_928_459,
  _document_id: '9b22e74f38cd656b51edb6',
  action: 'protected_branch.destroy',
  actor: 'octocat',
  actor_id: 583_231,
  actor_ip: '203.0.113.7',
  org: 'acme',
  repo: 'acme/pay',
  repo_id: 1_296_269,
  operation_type: 'remove',
  head_sha: 'c89373ec2694947c6db0b7f193a0dd8328312a1f',
  message: 'bump the base image',
});

const sent = {
  time: '2026-11-19T08:15:02.114Z',
  action: 'branch_protection.removed',
  native: 'protected_branch.destroy',
  outcome: 'success',
  actor: { type: 'user', id: 'github:583231', name: 'octocat', roles: ['admin'] },
  target: { type: 'repository', id: 'github:1296269', name: 'acme/pay', environment: 'production' },
  context: { ip: '203.0.113.7', user_agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko' },
  changes: [{ field: 'enforce_admins', from: true, to: false }],
  labels: { team: 'payments' },
  raw,
};
const text = JSON.stringify(sent);
const parsed = parseEventInput(sent);
if (!parsed.ok) throw new Error(parsed.error.message);
const event: ActaEvent = {
  ...parsed.event,
  v: 1,
  id: '0192f8c2-0000-8000-8000-000000000000',
  time: sent.time,
  received: sent.time,
  source: { type: 'github', name: 'acme', via: 'webhook', delivery: '72d3162e-cc78' },
};
const seed = new Uint8Array(16).fill(7);
const secret = new Uint8Array(32).fill(9);
const masker = createMasker({ key: secret });
const sealed = sealEvent(event, seed);
const clean = raw.repeat(3).slice(0, 1024);
const leaky = clean.replace('octocat', `ghp_${'a1B2'.repeat(9)}`);
const values = Array.from({ length: 64 }, (_, at) => clean.replace('octocat', `octocat-${at}`));
const sentValues = values.map((value) => ({ ...sent, raw: value.slice(0, 400) }));

process.stdout.write(`event of ${text.length} bytes, leaf of ${sealed.leaf.length}\n`);
measure('JSON.parse, for comparison', () => JSON.parse(text));
measure('parse (parseEventInput)', () => parseEventInput(sent));
measure('the same by zod alone', () => sentEventSchema.safeParse(sent));
measure('mask.text, clean, 1 kB', (turn) => masker.text(values[turn & 63]!));
measure('mask.text, one secret, 1 kB', () => masker.text(leaky));
measure('mask.value, clean', (turn) => masker.value(sentValues[turn & 63]));
measure('seal (sealEvent)', () => sealEvent(event, seed));
measure('open (openRecord)', () => openRecord(sealed.leaf, sealed.record));
measure('id (deriveEventId)', (turn) =>
  deriveEventId({
    secret,
    source: 'acme',
    delivery: '72d3162e-cc78-11e3-81ab-4c9367dc0958',
    item: turn,
    revision: 0,
    time_ms: 1_795_076_102_114,
  }),
);

// A deterministic corpus of pipeline audit events for the benchmarks: six products, 5,000 actors
// and 20,000 resources with Zipf popularity, 90 days roughly in order of time, about 840 bytes a
// record. Records have the shape of a neutral collector; `toEvent` turns one into what POST
// /v1/events takes.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

export interface CorpusRecord {
  id: string;
  ts: string;
  source: string;
  action: string;
  outcome: string;
  actor: { id: string; type: string };
  resource: { type: string; id: string };
  env: string;
  ip: string;
  user_agent: string;
  raw: unknown;
}

const DAY_MS = 86_400_000;
const DAYS = 90;
const ACTORS = 5_000;
const RESOURCES = 20_000;
const FAILURE_RATE = 0.05;

/** Mulberry32: small, fast and the same everywhere; a benchmark needs no better chance. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Draws ranks 0..n-1 with weights 1/(rank+1)^s, by bisection over the cumulated weights. */
export function zipf(n: number, s: number, random: () => number): () => number {
  const cumulated = new Float64Array(n);
  let sum = 0;
  for (let rank = 0; rank < n; rank += 1) cumulated[rank] = sum += (rank + 1) ** -s;
  return () => {
    const wanted = random() * sum;
    let low = 0;
    let high = n - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cumulated[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

type Weighted = readonly (readonly [string, number])[];

const PRODUCTS: Record<string, { share: number; kind: string; actions: Weighted }> = {
  github: {
    share: 26,
    kind: 'repository',
    actions: [
      ['git.push', 30],
      ['git.clone', 25],
      ['workflows.completed_workflow_run', 14],
      ['pull_request.merge', 8],
      ['pull_request.create', 8],
      ['workflows.approve_workflow_job', 3],
      ['repo.access', 1],
      ['org.add_member', 1],
      ['environment.create_actions_secret', 1],
      ['protected_branch.policy_override', 0.5],
      ['hook.create', 0.5],
    ],
  },
  kubernetes: {
    share: 26,
    kind: 'object',
    actions: ['get', 'list', 'create', 'update', 'patch', 'watch', 'delete'].flatMap((verb, at) =>
      ['pods', 'deployments', 'secrets', 'configmaps', 'services', 'jobs', 'rolebindings'].map(
        (resource) => [`${resource}.${verb}`, 30 / (at + 1)] as const,
      ),
    ),
  },
  cloud: {
    share: 20,
    kind: 'cloud_resource',
    actions: [
      ['sts:AssumeRole', 30],
      ['s3:GetObject', 18],
      ['s3:PutObject', 14],
      ['secretsmanager:GetSecretValue', 8],
      ['ecr:PutImage', 6],
      ['codedeploy:CreateDeployment', 5],
      ['signin:ConsoleLogin', 4],
      ['iam:AttachRolePolicy', 1],
      ['iam:CreateAccessKey', 0.5],
    ],
  },
  gitlab: {
    share: 12,
    kind: 'project',
    actions: [
      ['merge_request_approved', 22],
      ['merge_request_merged', 20],
      ['pipeline_retried', 15],
      ['deployment_approved', 9],
      ['ci_variable_updated', 5],
      ['runner_registered', 2],
    ],
  },
  okta: {
    share: 8,
    kind: 'application',
    actions: [
      ['user.session.start', 40],
      ['user.authentication.sso', 34],
      ['user.mfa.factor.deactivate', 1],
      ['group.user_membership.add', 3],
    ],
  },
  vault: {
    share: 8,
    kind: 'secret',
    actions: [
      ['vault.read', 60],
      ['vault.update', 22],
      ['vault.create', 8],
      ['vault.delete', 3],
    ],
  },
};

const TEAMS = ['payments', 'checkout', 'identity', 'search', 'platform', 'data', 'billing', 'edge'];
const PARTS = ['api', 'web', 'worker', 'gateway', 'console', 'scheduler', 'exporter', 'charts'];
const GIVEN = ['ada', 'boris', 'chiara', 'dimi', 'esther', 'fadi', 'greta', 'hiro', 'iris', 'juan'];
const FAMILY = [
  'abel',
  'brandt',
  'costa',
  'duval',
  'eriksen',
  'fuchs',
  'gupta',
  'hale',
  'ito',
  'jung',
];
const AGENTS = ['git/2.47.0', 'kubectl/v1.34.1', 'aws-cli/2.31', 'Terraform/1.13', 'curl/8.14'];
const MESSAGES = [
  'update the base image for openssl advisory',
  'roll back the checkout canary after rising latency',
  'rotate service credentials before the audit',
  'promote the release candidate to production',
  'grant temporary break glass access for the incident',
  'tune memory limits of the gateway',
  'retire an unused feature flag',
  'refresh dependencies',
];

function weightedPicker(items: Weighted, random: () => number): () => string {
  const total = items.reduce((sum, [, weight]) => sum + weight, 0);
  return () => {
    let left = random() * total;
    for (const [name, weight] of items) if ((left -= weight) < 0) return name;
    return items[0]?.[0] ?? '';
  };
}

const at = <T>(list: readonly T[], rank: number): T => list[rank % list.length] as T;

/** Yields `count` records, the same for the same seed, ending at `until` (ms). */
export function* generate(
  count: number,
  seed = 42,
  until = Date.UTC(2026, 2, 31),
): Generator<CorpusRecord> {
  const random = randomFrom(seed);
  const integer = (n: number): number => Math.floor(random() * n);
  const hex = (length: number): string => {
    let text = '';
    while (text.length < length) text += integer(0x1_0000_0000).toString(16).padStart(8, '0');
    return text.slice(0, length);
  };
  const actor = zipf(ACTORS, 1.07, random);
  const resource = zipf(RESOURCES, 0.9, random);
  const products = Object.entries(PRODUCTS);
  const product = weightedPicker(
    products.map(([name, { share }]) => [name, share]),
    random,
  );
  const actions = new Map(
    products.map(([name, { actions: list }]) => [name, weightedPicker(list, random)]),
  );
  const start = until - DAYS * DAY_MS;
  for (let n = 0; n < count; n += 1) {
    const who = actor();
    const what = resource();
    const source = product();
    const failed = random() < FAILURE_RATE;
    const bot = who % 17 === 3;
    const login = bot
      ? `svc-${at(TEAMS, who)}-${who}`
      : `${at(GIVEN, who)}.${at(FAMILY, who >> 3)}${who}`;
    const name = `${at(TEAMS, what)}-${at(PARTS, what >> 3)}-${what}`;
    const kind = PRODUCTS[source]?.kind ?? 'object';
    const action = actions.get(source)?.() ?? 'unknown';
    const late = random() < 0.02 ? integer(120_000) : 0;
    const time = Math.floor(start + ((until - start) * (n + random())) / count) - late;
    const ip =
      random() < 0.93
        ? `10.${who >> 8}.${who & 255}.${1 + (who % 250)}`
        : `198.51.100.${integer(256)}`;
    const id =
      source === 'github' || source === 'gitlab' ? `acme/${name}` : `${source}/${kind}/${name}`;
    const agent = at(AGENTS, who);
    yield {
      id: hex(26),
      ts: new Date(time).toISOString(),
      source,
      action: source === 'kubernetes' ? `k8s.${action}` : action,
      outcome: failed ? 'failure' : 'success',
      actor: { id: login, type: bot ? 'service' : 'user' },
      resource: { type: kind, id },
      env: at(['production', 'staging', 'development'], integer(3)),
      ip,
      user_agent: agent,
      raw: {
        action,
        actor: { login, id: 100_000 + who, groups: [`team:${at(TEAMS, who)}`, 'authenticated'] },
        request: { id: hex(32), remote_address: ip, path: `/v3/${kind}/${name}`, agent },
        head_sha: hex(40),
        session: hex(25),
        ref: `refs/heads/${at(['main', 'release/2026.3', `feature/${hex(6)}`], integer(3))}`,
        status: failed ? at([401, 403, 404, 500], integer(4)) : 200,
        message: at(MESSAGES, integer(MESSAGES.length)),
      },
    };
  }
}

/** Reads records of a corpus file, one JSON object a line. */
export async function* readCorpus(file: string, limit = Infinity): AsyncGenerator<CorpusRecord> {
  let count = 0;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (count >= limit) return;
    count += 1;
    yield JSON.parse(line) as CorpusRecord;
  }
}

/** The body of one event for POST /v1/events; the record's own text rides along as `raw`. */
export function toEvent(record: CorpusRecord): Record<string, unknown> {
  return {
    time: record.ts,
    action: record.action,
    outcome: record.outcome,
    actor: { type: record.actor.type, id: record.actor.id, name: record.actor.id },
    target: { type: record.resource.type, id: record.resource.id, name: record.resource.id },
    context: { ip: record.ip, user_agent: record.user_agent },
    pipeline: { environment: record.env },
    labels: { product: record.source },
    raw: JSON.stringify(record.raw),
  };
}

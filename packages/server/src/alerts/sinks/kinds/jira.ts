// Jira: an issue for each alert, a comment for each step, a transition when it is resolved. Cloud
// takes documents (REST v3) and signs in with address and token, Data Center text (v2) and a token.
import type { EgressAnswer } from '../../../lib/egress.ts';
import { addressProblem, judged, post } from '../answer.ts';
import { linesOf, type Message } from '../message.ts';
import { cut } from '../text.ts';
import { DeliveryFailure, type Kind, type Sent, type SinkJob, type SinkTools } from '../types.ts';

const SUMMARY_CHARS = 255;
const TEXT_CHARS = 32_767;

export const jira: Kind = {
  kind: 'jira',
  title: 'Jira',
  summary: 'An issue for each alert, with its steps as comments',
  defaults: { per_minute: 60, fold_s: 3_600 },
  settings: [
    {
      name: 'url',
      title: 'Address of Jira',
      kind: 'text',
      required: true,
      hint: 'https://acme.atlassian.net, or that of your own server.',
    },
    {
      name: 'email',
      title: 'Account',
      kind: 'text',
      required: false,
      hint: 'E-mail address of the account in the cloud; empty for Data Center.',
    },
    {
      name: 'token',
      title: 'Token',
      kind: 'secret',
      required: true,
      hint: 'API token of the account, or a personal access token of Data Center.',
    },
    {
      name: 'project',
      title: 'Project',
      kind: 'text',
      required: true,
      hint: 'Key of the project, such as OPS.',
    },
    {
      name: 'issue_type',
      title: 'Type of issue',
      kind: 'text',
      required: false,
      default: 'Task',
      hint: 'As the project names it.',
    },
    {
      name: 'transition',
      title: 'Transition when resolved',
      kind: 'text',
      required: false,
      hint: 'Name of the transition, such as Done; none when empty.',
    },
  ],
  problemOf({ settings }) {
    if (!/^[A-Za-z][A-Za-z0-9_]{0,79}$/.test(String(settings['project']))) {
      return { setting: 'project', why: 'is no key of a project' };
    }
    return addressProblem('url', settings['url']);
  },
  async send(job, tools) {
    const api = apiOf(job, tools);
    if (job.what === 'sink.tested') return testIt(job, api);
    const known = (job.reference as { key: string } | null)?.key ?? (await found(job, api));
    if (known === null) return create(job, api);
    const { status } = await api('POST', `issue/${known}/comment`, commentOf(job));
    const transition = job.sink.settings['transition'];
    if (job.alert.status === 'resolved' && transition !== undefined) {
      await move(api, known, String(transition));
    }
    return { status, answer: `comment on ${known}`, reference: { key: known } };
  },
};

type Api = (
  method: string,
  path: string,
  body?: object,
) => Promise<{ status: number | null; said: Record<string, unknown> }>;

const isCloud = ({ sink }: SinkJob): boolean => sink.settings['email'] !== undefined;

function apiOf(job: SinkJob, tools: SinkTools): Api {
  const { settings, secrets } = job.sink;
  const token = secrets['token'] ?? '';
  const basic = Buffer.from(`${String(settings['email'])}:${token}`).toString('base64');
  const authorization = isCloud(job) ? `Basic ${basic}` : `Bearer ${token}`;
  const base = `${String(settings['url']).replace(/\/$/, '')}/rest/api/${isCloud(job) ? 3 : 2}`;
  return async (method, path, body) => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const answer = await post(tools, `${base}/${path}`, text, { authorization }, method);
    const { status } = judged(answer, { now: job.now });
    return { status, said: readAnswer(answer) };
  };
}

function readAnswer({ body }: EgressAnswer): Record<string, unknown> {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8')) as Record<string, unknown>;
  } catch {
    throw new DeliveryFailure({ answer: 'The answer is no JSON: is this the address of Jira?' });
  }
}

const labelOf = ({ alert }: SinkJob): string => `acta-${alert.id}`;

/** A key as Jira makes them; it becomes part of addresses. */
const keyOf = (key: unknown): string | null =>
  typeof key === 'string' && /^[A-Za-z][A-Za-z0-9_]{0,79}-\d{1,12}$/.test(key) ? key : null;

/** An issue that an earlier attempt may have made before it broke off. */
async function found(job: SinkJob, api: Api): Promise<string | null> {
  if (job.attempt === 1 && job.what === 'alert.raised') return null;
  const jql = encodeURIComponent(`labels = "${labelOf(job)}"`);
  const path = isCloud(job) ? 'search/jql' : 'search';
  const { said } = await api('GET', `${path}?jql=${jql}&fields=key&maxResults=1`);
  const [first] = (said['issues'] ?? []) as { key?: unknown }[];
  return keyOf(first?.key);
}

async function create(job: SinkJob, api: Api): Promise<Sent> {
  const { sink, message } = job;
  const fields = {
    project: { key: sink.settings['project'] },
    issuetype: { name: sink.settings['issue_type'] },
    summary: cut(`[${message.level}] ${message.title}`, SUMMARY_CHARS),
    description: textOf(job, message),
    labels: ['acta', labelOf(job)],
  };
  const { status, said } = await api('POST', 'issue', { fields });
  const key = keyOf(said['key']);
  if (key === null) throw new DeliveryFailure({ answer: 'Jira named no issue.', status });
  return { status, answer: `issue ${key}`, reference: { key } };
}

/** A test looks whether the account sees the project, and makes nothing. */
async function testIt(job: SinkJob, api: Api): Promise<Sent> {
  const project = String(job.sink.settings['project']);
  const { status, said } = await api('GET', `project/${project}`);
  const name = typeof said['name'] === 'string' ? said['name'] : project;
  return { status, answer: `project ${cut(name, 100)}` };
}

const commentOf = (job: SinkJob): object => ({ body: textOf(job, job.message) });

/** In the cloud a document whose text is text and nothing else; else text without markup. */
function textOf(job: SinkJob, message: Message): unknown {
  const lines = linesOf(message);
  if (!isCloud(job)) {
    const text = lines.join('\n').replaceAll('{noformat}', '');
    return `{noformat}\n${cut(text, TEXT_CHARS - 30)}\n{noformat}`;
  }
  const content = lines.map((text) => ({
    type: 'paragraph',
    content: [{ type: 'text', text: cut(text, 2_000), ...markOf(text, message) }],
  }));
  return { type: 'doc', version: 1, content };
}

const markOf = (text: string, { url }: Message): object =>
  text === url ? { marks: [{ type: 'link', attrs: { href: url } }] } : {};

async function move(api: Api, key: string, name: string): Promise<void> {
  const { said } = await api('GET', `issue/${key}/transitions`);
  const all = (said['transitions'] ?? []) as { id?: string; name?: string }[];
  const wanted = all.find((each) => each.name?.toLowerCase() === name.toLowerCase());
  // Somebody may have moved it already; then there is no such transition any more.
  if (wanted === undefined) return;
  await api('POST', `issue/${key}/transitions`, { transition: { id: wanted.id } });
}

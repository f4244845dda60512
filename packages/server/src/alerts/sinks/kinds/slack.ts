// Slack: an incoming webhook, which can only add messages, or a bot's token, which keeps one
// message up to date and tells the rest in its thread. https://docs.slack.dev/reference/block-kit
import type { EgressAnswer } from '../../../lib/egress.ts';
import { addressProblem, judged, post, retryAfter, saidBy } from '../answer.ts';
import type { Message } from '../message.ts';
import { cut, escapeSlack } from '../text.ts';
import { DeliveryFailure, type Kind, type Sent, type SinkJob, type SinkTools } from '../types.ts';

/** Slack's: 150 characters of a header, 3,000 of a section, 2,000 and ten of its fields. */
const HEADER_CHARS = 150;
const TEXT_CHARS = 3_000;
const FIELD_CHARS = 2_000;
const FIELDS = 10;
const API = 'https://slack.com/api';

export const slack: Kind = {
  kind: 'slack',
  title: 'Slack',
  summary: 'A channel, by an incoming webhook or by a bot that keeps its message up to date',
  defaults: { per_minute: 50, fold_s: 900 },
  settings: [
    {
      name: 'webhook_url',
      title: 'Incoming webhook',
      kind: 'secret',
      required: false,
      when: 'this alone, or a bot',
      hint: 'https://hooks.slack.com/services/…: each step of an alert is a message of its own.',
    },
    {
      name: 'token',
      title: 'Bot token',
      kind: 'secret',
      required: false,
      when: 'in place of the webhook',
      hint: 'xoxb-…, with the scope chat:write: one message is kept up to date.',
    },
    {
      name: 'channel',
      title: 'Channel',
      kind: 'text',
      required: false,
      when: 'for a bot',
      hint: 'The channel’s id, such as C0123456789. Invite the bot to it.',
    },
    {
      name: 'api_url',
      title: 'Address of the API',
      kind: 'text',
      required: false,
      default: API,
      hint: 'Another one for GovSlack or a proxy.',
    },
  ],
  problemOf({ settings, secrets }) {
    const { webhook_url, token } = secrets;
    if (webhook_url === undefined && token === undefined) {
      return { setting: 'webhook_url', why: 'or a token is missing' };
    }
    if (webhook_url !== undefined && token !== undefined) {
      return { setting: 'token', why: 'and a webhook can not both be set' };
    }
    if (token !== undefined && settings['channel'] === undefined) {
      return { setting: 'channel', why: 'is missing: a bot must be told where' };
    }
    return webhook_url === undefined
      ? addressProblem('api_url', settings['api_url'])
      : addressProblem('webhook_url', webhook_url);
  },
  async send(job, tools) {
    const { webhook_url } = job.sink.secrets;
    if (webhook_url === undefined) return sendAsBot(job, tools);
    return judged(await post(tools, webhook_url, bodyOf(job.message)), job);
  },
};

const bold = (name: string, value: string): string =>
  cut(`*${escapeSlack(name)}*\n${escapeSlack(value)}`, FIELD_CHARS);

/** Text for notifications and the blocks of the message. */
function bodyOf({ heading, title, level, facts, credit, url }: Message) {
  const fields = [{ name: 'Level', value: level }, ...facts].slice(0, FIELDS);
  const small = [
    ...(credit === null
      ? []
      : [credit.url === null ? escapeSlack(credit.text) : linked(credit.url, credit.text)]),
    ...(url === null ? [] : [linked(url, 'Open in Acta')]),
  ];
  return {
    text: cut(escapeSlack(`[${level}] ${heading}: ${title}`), TEXT_CHARS),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: cut(title, HEADER_CHARS) } },
      { type: 'section', text: { type: 'mrkdwn', text: cut(escapeSlack(heading), TEXT_CHARS) } },
      {
        type: 'section',
        fields: fields.map(({ name, value }) => ({ type: 'mrkdwn', text: bold(name, value) })),
      },
      ...(small.length === 0
        ? []
        : [{ type: 'context', elements: [{ type: 'mrkdwn', text: small.join('  ·  ') }] }]),
    ],
  };
}

/** `|` parts a link's address from its text. */
const linked = (url: string, text: string): string =>
  `<${escapeSlack(url)}|${escapeSlack(text).replaceAll('|', '/')}>`;

interface Reference {
  channel: string;
  ts: string;
}

/** New: a message. Known: the message as it is now, and, for a step of a person, a reply to it. */
async function sendAsBot(job: SinkJob, tools: SinkTools): Promise<Sent> {
  const { message, what } = job;
  const body = { ...bodyOf(message), unfurl_links: false, unfurl_media: false };
  const known = job.reference as Reference | null;
  if (known === null) return begin(job, tools, body);
  const { channel, ts } = known;
  const updated = await call(job, tools, 'chat.update', { channel, ts, ...body }, GONE);
  if (updated.said['ok'] !== true) return begin(job, tools, body);
  if (what === 'alert.folded') return { status: updated.status, answer: 'updated' };
  const text = escapeSlack(message.heading);
  const { status } = await call(job, tools, 'chat.postMessage', { channel, thread_ts: ts, text });
  return { status, answer: 'updated, and replied' };
}

async function begin(job: SinkJob, tools: SinkTools, body: object): Promise<Sent> {
  const { channel } = job.sink.settings;
  const { status, said } = await call(job, tools, 'chat.postMessage', { channel, ...body });
  return { status, answer: 'ok', reference: { channel: said['channel'], ts: said['ts'] } };
}

/** Somebody removed the message: it is written anew. */
const GONE = ['message_not_found', 'cant_update_message'];
/** What no retry mends. */
const HOPELESS = ['invalid_blocks', 'msg_too_long', 'no_text', 'invalid_arguments'];

async function call(
  { sink, now }: SinkJob,
  tools: SinkTools,
  method: string,
  body: object,
  tolerated: readonly string[] = [],
) {
  const base = String(sink.settings['api_url']).replace(/\/$/, '');
  const answer = await post(tools, `${base}/${method}`, body, {
    authorization: `Bearer ${sink.secrets['token'] ?? ''}`,
    'content-type': 'application/json; charset=utf-8',
  });
  const { status } = judged(answer, { now });
  const said = readAnswer(answer);
  const error = typeof said['error'] === 'string' ? said['error'] : saidBy(answer);
  if (said['ok'] === true || tolerated.includes(error)) return { status, said };
  throw new DeliveryFailure({
    answer: `${method}: ${error}`,
    status,
    fate: HOPELESS.includes(error) ? 'dead' : 'retry',
    throttles: error === 'ratelimited',
    retry_after_ms: retryAfter(answer.headers['retry-after'], now),
  });
}

function readAnswer({ body }: EgressAnswer): Record<string, unknown> {
  try {
    return JSON.parse(body.toString('utf8')) as Record<string, unknown>;
  } catch {
    return {};
  }
}

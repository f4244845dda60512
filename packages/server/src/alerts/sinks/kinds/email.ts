// Mail over SMTP. The server's address is looked at before it is connected to, as for all that Acta
// asks by itself, and TLS is required unless the operator allows to speak without it.
import { isIP } from 'node:net';
import nodemailer from 'nodemailer';
import { type Message, linesOf } from '../message.ts';
import { escapeHtml, plain } from '../text.ts';
import {
  DeliveryFailure,
  type Kind,
  type SettingProblem,
  type SinkJob,
  type SinkTools,
} from '../types.ts';

const PORTS: Record<string, number> = { starttls: 587, tls: 465, none: 25 };
const RECIPIENTS = 50;
const ADDRESS = /^[^\s@<>,;"'()[\]\\]{1,64}@[A-Za-z0-9._-]{1,253}$/;

export const email: Kind = {
  kind: 'email',
  title: 'E-mail',
  summary: 'Mail over SMTP, the steps of an alert in one thread',
  defaults: { per_minute: 30, fold_s: 3_600 },
  settings: [
    {
      name: 'host',
      title: 'Mail server',
      kind: 'text',
      required: true,
      hint: 'Name of the SMTP server that takes mail for delivery.',
    },
    {
      name: 'security',
      title: 'Security',
      kind: 'choice',
      required: false,
      choices: ['starttls', 'tls', 'none'],
      default: 'starttls',
      hint: 'none needs the server in egress.allow with http:// before it.',
    },
    {
      name: 'port',
      title: 'Port',
      kind: 'text',
      required: false,
      hint: '587 with STARTTLS, 465 with TLS, 25 without; as the server says.',
    },
    {
      name: 'user',
      title: 'User',
      kind: 'text',
      required: false,
      hint: 'Where it asks to sign in.',
    },
    {
      name: 'password',
      title: 'Password',
      kind: 'secret',
      required: false,
      hint: 'Of the user; of an app, where the provider makes such.',
    },
    {
      name: 'from',
      title: 'From',
      kind: 'text',
      required: true,
      hint: 'An address that the server lets this user send from.',
    },
    {
      name: 'to',
      title: 'To',
      kind: 'text',
      required: true,
      hint: 'Addresses, with commas between them; at most 50.',
    },
    {
      name: 'ca',
      title: 'Authority',
      kind: 'text',
      required: false,
      hint: 'Base64 of the PEM file of an authority of your own, where the server’s certificate is by it.',
    },
  ],
  problemOf: ({ settings, secrets }) => problemOf(settings, secrets),
  async send(job, tools) {
    const transport = await transportTo(job, tools);
    try {
      const info = await transport.sendMail(mailOf(job));
      const rejected = info.rejected.length;
      const some = rejected === 0 ? '' : `, not for ${rejected} of the recipients`;
      return { status: replyCode(info.response), answer: `${plain(info.response, 200)}${some}` };
    } catch (error) {
      throw failureOf(error as SmtpError);
    } finally {
      transport.close();
    }
  },
};

const recipients = (to: unknown): string[] =>
  String(to)
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');

function problemOf(
  settings: SinkJob['sink']['settings'],
  secrets: SinkJob['sink']['secrets'],
): SettingProblem | null {
  if (!/^[A-Za-z0-9.:_-]{1,253}$/.test(String(settings['host']))) {
    return { setting: 'host', why: 'is no name or address of a server' };
  }
  if (!/^\d{1,5}$/.test(String(settings['port'] ?? '25')) || Number(settings['port']) > 65_535) {
    return { setting: 'port', why: 'is no port' };
  }
  if (!ADDRESS.test(String(settings['from']))) return { setting: 'from', why: 'is no address' };
  const to = recipients(settings['to']);
  if (to.length === 0 || to.length > RECIPIENTS || !to.every((each) => ADDRESS.test(each))) {
    return { setting: 'to', why: `is no list of 1 to ${RECIPIENTS} addresses` };
  }
  if ((settings['user'] === undefined) !== (secrets['password'] === undefined)) {
    return { setting: 'password', why: 'and the user go together' };
  }
  return null;
}

async function transportTo({ sink }: SinkJob, { addresses, timeout_ms }: SinkTools) {
  const { settings, secrets } = sink;
  const name = String(settings['host']);
  const security = String(settings['security']);
  const [address] = await addresses.of(name, security === 'none');
  const { user, ca } = settings;
  return nodemailer.createTransport({
    host: address?.address ?? name,
    port: Number(settings['port'] ?? PORTS[security] ?? 587),
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    tls: {
      // An address is no server name (RFC 6066 §3); it is checked all the same.
      ...(isIP(name) === 0 ? { servername: name } : {}),
      minVersion: 'TLSv1.2',
      ...(ca === undefined ? {} : { ca: Buffer.from(String(ca), 'base64').toString('utf8') }),
    },
    ...(user === undefined
      ? {}
      : { auth: { user: String(user), pass: secrets['password'] ?? '' } }),
    connectionTimeout: timeout_ms,
    greetingTimeout: timeout_ms,
    socketTimeout: timeout_ms,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

function mailOf({ id, sink, alert, message }: SinkJob) {
  const { settings } = sink;
  const domain = String(settings['from']).split('@')[1] ?? 'localhost';
  const thread = `<${alert.id}.${sink.id}@${domain}>`;
  return {
    from: { name: 'Acta', address: String(settings['from']) },
    to: recipients(settings['to']),
    subject: `[${message.level}] ${message.title}`,
    text: `${linesOf(message).join('\n')}\n`,
    html: htmlOf(message),
    messageId: `<${id}@${domain}>`,
    inReplyTo: thread,
    references: thread,
    headers: { 'auto-submitted': 'auto-generated', 'x-acta-alert': alert.id },
  };
}

function htmlOf({ heading, title, level, facts, credit, url }: Message): string {
  const row = (name: string, value: string) =>
    `<tr><th align="left" valign="top">${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`;
  const linked = (to: string, text: string) =>
    `<a href="${escapeHtml(to)}">${escapeHtml(text)}</a>`;
  return [
    `<h2>${escapeHtml(title)}</h2>`,
    `<p>${escapeHtml(heading)}</p>`,
    `<table cellpadding="4">${row('Level', level)}`,
    ...facts.map(({ name, value }) => row(name, value)),
    '</table>',
    ...(credit === null
      ? []
      : [
          `<p>${credit.url === null ? escapeHtml(credit.text) : linked(credit.url, credit.text)}</p>`,
        ]),
    ...(url === null ? [] : [`<p>${linked(url, 'Open in Acta')}</p>`]),
  ].join('\n');
}

interface SmtpError extends Error {
  code?: string;
  responseCode?: number;
  response?: string;
}

/** Nobody of the recipients exists, or the mail itself is refused: it would be again. */
const DEAD = ['EENVELOPE', 'EMESSAGE'];

function failureOf({ code = '', responseCode, response, message }: SmtpError): DeliveryFailure {
  const isFinal = DEAD.includes(code) && (responseCode ?? 0) >= 500;
  return new DeliveryFailure({
    answer: plain(response ?? message, 300),
    status: responseCode ?? null,
    fate: isFinal ? 'dead' : 'retry',
    throttles: responseCode === 421 || responseCode === 450 || responseCode === 451,
  });
}

function replyCode(response: string): number | null {
  const code = /^(\d{3})/.exec(response)?.[1];
  return code === undefined ? null : Number(code);
}

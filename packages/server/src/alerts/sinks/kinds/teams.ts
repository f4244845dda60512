// Microsoft Teams: an Adaptive Card to the address of a workflow. Values stand in text runs, which
// know no Markdown, so that none can make a link or a mention.
import { addressProblem, judged, post } from '../answer.ts';
import type { Message } from '../message.ts';
import type { Kind } from '../types.ts';

const colors: Record<Message['level'], string> = {
  critical: 'attention',
  high: 'attention',
  medium: 'warning',
  low: 'accent',
  informational: 'default',
};

export const teams: Kind = {
  kind: 'teams',
  title: 'Microsoft Teams',
  summary: 'A channel or chat, by a workflow that takes Adaptive Cards',
  defaults: { per_minute: 50, fold_s: 900 },
  settings: [
    {
      name: 'workflow_url',
      title: 'Address of the workflow',
      kind: 'secret',
      required: true,
      hint: 'Workflows, “Post to a channel when a webhook request is received”; it is a secret.',
    },
  ],
  problemOf: ({ secrets }) => addressProblem('workflow_url', secrets['workflow_url']),
  async send({ sink, message, now }, tools) {
    const url = sink.secrets['workflow_url'] ?? '';
    return judged(await post(tools, url, envelopeOf(message)), { now });
  },
};

const envelopeOf = (message: Message) => ({
  type: 'message',
  attachments: [
    {
      contentType: 'application/vnd.microsoft.card.adaptive',
      contentUrl: null,
      content: cardOf(message),
    },
  ],
});

interface Run {
  type: 'TextRun';
  text: string;
  [style: string]: unknown;
}

const run = (text: string, style: object = {}): Run => ({ type: 'TextRun', text, ...style });
const line = (...inlines: Run[]) => ({ type: 'RichTextBlock', inlines });

function cardOf({ heading, title, level, facts, credit, url }: Message) {
  const open = (title_: string, to: string) => ({ type: 'Action.OpenUrl', title: title_, url: to });
  const actions = [
    ...(url === null ? [] : [open('Open in Acta', url)]),
    ...(credit === null || credit.url === null ? [] : [open('Rule', credit.url)]),
  ];
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    fallbackText: `[${level}] ${heading}: ${title}`,
    body: [
      line(run(title, { weight: 'bolder', size: 'medium', color: colors[level] })),
      line(run(heading), run(` · ${level}`, { isSubtle: true })),
      ...facts.map(({ name, value }) => line(run(`${name}: `, { weight: 'bolder' }), run(value))),
      ...(credit === null ? [] : [line(run(credit.text, { isSubtle: true, size: 'small' }))]),
    ],
    ...(actions.length === 0 ? {} : { actions }),
  };
}

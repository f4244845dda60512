import { sentenceOf } from '@acta/event';
import type { LoggedEvent } from '@acta/sdk';
import { textOption, type CommandDeclaration, type Invocation } from '../command.ts';
import { clientOf } from '../context.ts';
import { duration } from '../terminal/progress.ts';
import { actorName, severityBrush } from '../terminal/event-table.ts';
import { localTime, print, say } from '../terminal/output.ts';
import { paint, type Paint } from '../terminal/paint.ts';
import { fit, printable } from '../terminal/width.ts';

export const tail: CommandDeclaration = {
  name: 'tail',
  summary: 'Follow events as they arrive',
  details: 'Runs until interrupted. A connection that breaks is taken up again without loss.',
  arguments: [{ name: 'query', summary: 'only what matches', optional: true, many: true }],
  options: [{ flags: '--after INDEX', summary: 'start after this log index instead of now' }],
  server: true,
  data: true,
  examples: ["acta tail 'severity:>=high'", 'acta tail --json | jq .action'],
  run: runTail,
};

async function runTail({ context, args, options }: Invocation): Promise<number> {
  const brush = paint(context.stdout, context.env);
  const after = textOption(options, 'after');
  const events = clientOf(context, options).tail({
    ...(args.length > 0 ? { q: args.join(' ') } : {}),
    ...(after === undefined ? {} : { last_event_id: after }),
    signal: context.interrupted(),
    onReconnect: (_error, wait_ms) =>
      say(context, `acta: the connection broke; trying again in ${duration(wait_ms)}`),
  });
  for await (const { event } of events) {
    const width = context.stdout.isTTY ? (context.stdout.columns ?? 80) : Infinity;
    const line = options['json'] === true ? JSON.stringify(event) : eventLine(event, brush, width);
    await print(context, `${line}\n`);
    if (context.stdout.destroyed) break;
  }
  return 0;
}

function eventLine(event: LoggedEvent, brush: Paint, width: number): string {
  const time = localTime(event.time).slice(11);
  const actor = fit(printable(actorName(event)), 20);
  const grave = event.severity === 'high' || event.severity === 'critical';
  const marks = [grave ? event.severity : '', event.outcome === 'success' ? '' : event.outcome];
  const note = marks.filter(Boolean).join(', ');
  const used = time.length + actor.length + note.length + 6;
  const text = printable(sentenceOf(event).text);
  const what = Number.isFinite(width) ? fit(text, Math.max(20, width - used)) : text;
  const end = note === '' ? '' : `  ${severityBrush(brush, event)(note)}`;
  return `${brush.dim(time)}  ${brush.bold(actor)}  ${what}${end}`;
}

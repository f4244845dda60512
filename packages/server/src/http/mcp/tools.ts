// The tools that models may call: reading only, with the permissions of the key that asks.
import { z } from 'zod';
import type { Permission, Principal } from '../../access/index.ts';
import { findEvent } from '../find-event.ts';
import { issueWords } from '../issue-words.ts';
import type { AuditRecord, HttpContext } from '../ports.ts';
import type { ReadLog } from '../read-log.ts';
import { readQuery } from '../read-query.ts';
import { shown } from '../reader.ts';
import { explainEvent } from '../routes/rule-trials.ts';

/** Who calls, and from where. */
export interface ToolCaller {
  principal: Principal;
  where: NonNullable<AuditRecord['context']>;
}

export interface Tool {
  name: string;
  description: string;
  permission: Permission;
  input: z.ZodType;
  /** @throws ActaError as the resource does; ZodError where the arguments are wrong */
  call(args: unknown, caller: ToolCaller): Promise<object>;
}

function tool<T extends z.ZodType>(
  said: Omit<Tool, 'input' | 'call'> & {
    input: T;
    run: (args: z.output<T>, caller: ToolCaller) => Promise<object>;
  },
): Tool {
  const { run, ...about } = said;
  const read = (args: unknown) => said.input.parse(args, { error: issueWords });
  return { ...about, call: async (args, caller) => run(read(args), caller) };
}

const id = z.string().min(1).max(256);
const time = z.string().optional().describe('RFC 3339');
const limit = z.number().int().min(1).max(100).default(20);

export function toolsOf(context: HttpContext, reads: ReadLog): Tool[] {
  return [...eventTools(context, reads), ...alertTools(context), ...ruleTools(context)];
}

function eventTools(context: HttpContext, reads: ReadLog): Tool[] {
  return [
    tool({
      name: 'search_events',
      description:
        'Search the audit log. Query language: words and "phrases"; fields as actor:ada, ' +
        'action:secret.*, severity:>=high, source:github, outcome:denied; AND, OR, NOT, parentheses.',
      permission: 'events.read',
      input: z.strictObject({ q: z.string().max(4_096).default(''), from: time, to: time, limit }),
      async run({ limit: most, ...asked }, { principal, where }) {
        const query = readQuery(asked, principal);
        await reads.searched(principal, { q: asked.q, from: query.from, to: query.to }, where);
        const page = { order: '-time' as const, limit: most, cursor: null };
        const { events, total, covered } = await context.index.search({ ...query, ...page });
        return { total, covered, events: events.map((event) => shown(event, principal)) };
      },
    }),
    tool({
      name: 'get_event',
      description: 'One event of the audit log by its id. That it was read is recorded.',
      permission: 'events.read',
      input: z.strictObject({ id }),
      async run(asked, { principal, where }) {
        const event = await findEvent(asked.id, principal, context);
        const target = { type: 'event', id: event.id };
        await context.audit.record(principal, { action: 'event.viewed', target, context: where });
        return shown(event, principal);
      },
    }),
  ];
}

function alertTools({ alerts }: HttpContext): Tool[] {
  const list = z.array(z.string().max(32)).max(8).optional();
  return [
    tool({
      name: 'list_alerts',
      description:
        'Alerts, the one changed last first. status: open, acknowledged, in_progress, resolved; ' +
        'level: informational, low, medium, high, critical.',
      permission: 'alerts.read',
      input: z.strictObject({
        status: list,
        level: list,
        rule: id.optional(),
        actor: z.string().max(512).optional(),
        limit,
      }),
      run: async (asked) => ({ alerts: await alerts.list(asked), open: await alerts.countOpen() }),
    }),
    tool({
      name: 'get_alert',
      description: 'One alert with its events, history and triage guide.',
      permission: 'alerts.read',
      input: z.strictObject({ id }),
      run: (asked) => alerts.get(asked.id),
    }),
  ];
}

function ruleTools(context: HttpContext): Tool[] {
  const { rules } = context;
  return [
    tool({
      name: 'list_rules',
      description: 'Detection rules with their state and how many alerts they made.',
      permission: 'rules.read',
      input: z.strictObject({
        match: z.string().max(256).optional().describe('In the title, tags or log source'),
        limit,
      }),
      async run({ match = '', limit: most }) {
        const all = (await rules.list()).rules.filter(({ title, tags, logsource }) =>
          [title, logsource, ...tags].join(' ').toLowerCase().includes(match.toLowerCase()),
        );
        return { total: all.length, rules: all.slice(0, most) };
      },
    }),
    tool({
      name: 'get_rule',
      description: 'One detection rule: its Sigma text, triage guide, fixtures.',
      permission: 'rules.read',
      input: z.strictObject({ id }),
      run: (asked) => rules.get(asked.id),
    }),
    tool({
      name: 'explain_rule',
      description: 'Why a rule matches an event, or does not: the tree of its condition.',
      permission: 'rules.read',
      input: z.strictObject({ rule: id, event: id }),
      run: ({ rule, event }, caller) =>
        explainEvent(context, { rule }, event, { ...caller, reason: undefined }),
    }),
  ];
}

import type { Key, Role } from '@acta/sdk';
import { textOption, type CommandDeclaration, type Invocation } from '../command.ts';
import { clientOf } from '../context.ts';
import { print, printJson, printTable, say } from '../terminal/output.ts';
import { paint } from '../terminal/paint.ts';

const roles = ['admin', 'auditor', 'responder', 'viewer', 'collector'];

export const key: CommandDeclaration = {
  name: 'key',
  summary: 'Manage API keys',
  commands: [
    {
      name: 'create',
      summary: 'Make a key; it is shown this once',
      arguments: [{ name: 'name', summary: 'what it is for' }],
      options: [
        { flags: '--role ROLE', summary: 'what it may do', choices: roles, default: 'collector' },
        { flags: '--source NAME', summary: 'the source that a collector writes as' },
        { flags: '--scope QUERY', summary: 'what a viewer may see' },
        { flags: '--expires TIME', summary: 'RFC 3339 time after which it is refused' },
      ],
      server: true,
      data: true,
      examples: ['acta key create ci --role collector --source deploys'],
      run: createKey,
    },
    { name: 'list', summary: 'List keys', server: true, data: true, run: listKeys },
    {
      name: 'revoke',
      summary: 'Refuse a key from now on',
      arguments: [{ name: 'id', summary: 'id of the key' }],
      server: true,
      run: revokeKey,
    },
  ],
};

async function createKey({ context, args, options }: Invocation): Promise<number> {
  const created = await clientOf(context, options).keys.create({
    name: args[0] ?? '',
    role: textOption(options, 'role') as Role,
    ...pick(options, ['source', 'scope', 'expires']),
  });
  if (options['json'] === true) await printJson(context, created);
  else {
    await print(context, `${created.key}\n`);
    say(context, `Key ${created.id}. Keep it now: it is not shown again.`);
  }
  return 0;
}

function pick(options: Invocation['options'], names: string[]): Record<string, string> {
  const entries = names.map((name) => [name, textOption(options, name)] as const);
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

async function listKeys({ context, options }: Invocation): Promise<number> {
  const client = clientOf(context, options);
  const keys: Key[] = [];
  let cursor: string | null = null;
  do {
    const page = await client.keys.list({ limit: 1000, ...(cursor === null ? {} : { cursor }) });
    keys.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  if (options['json'] === true) {
    await printJson(context, keys);
    return 0;
  }
  const brush = paint(context.stdout, context.env);
  await printTable(context, keys, [
    { title: 'ID', value: (each) => each.id },
    { title: 'NAME', value: (each) => each.name, shrink: 2, paint: brush.bold },
    { title: 'ROLE', value: (each) => each.role },
    { title: 'SOURCE', value: (each) => each.source, shrink: 1 },
    { title: 'SCOPE', value: (each) => each.scope, shrink: 3 },
    { title: 'LAST USED', value: (each) => each.last_used ?? 'never' },
    { title: 'STATE', value: (each) => stateOf(each, context.now()) },
  ]);
  return 0;
}

function stateOf(each: Key, now: number): string {
  if (each.revoked !== null) return 'revoked';
  if (each.expires !== null && Date.parse(each.expires) <= now) return 'expired';
  return each.expires === null ? 'valid' : `until ${each.expires.slice(0, 10)}`;
}

async function revokeKey({ context, args, options }: Invocation): Promise<number> {
  await clientOf(context, options).keys.revoke(args[0] ?? '');
  say(context, `Revoked ${args[0]}.`);
  return 0;
}

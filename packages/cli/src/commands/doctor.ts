import type { CommandDeclaration, Invocation } from '../command.ts';
import { clientOf } from '../context.ts';
import { dataDirectory, dataDirectoryOption } from '../data-directory.ts';
import * as checks from '../doctor/checks.ts';
import { print, printJson } from '../terminal/output.ts';
import { paint } from '../terminal/paint.ts';

export const doctor: CommandDeclaration = {
  name: 'doctor',
  summary: 'Check this machine and the server',
  details:
    'Node, disk space and encryption, clock, permissions of keys, the search engine, port, server, and\n' +
    'the head of the log against the one remembered. Exit code 1 where something must be done.',
  options: [dataDirectoryOption],
  server: true,
  data: true,
  run: runDoctor,
};

async function runDoctor({ context, options }: Invocation): Promise<number> {
  const dir = dataDirectory(context, options);
  const client = clientOf(context, options, { retries: 0, timeout_ms: 5000 });
  const server = await checks.checkServer(client);
  const serving = server.state === 'ok';
  const found = [
    checks.checkNode(process.versions.node),
    server,
    ...(await Promise.all([
      checks.checkDisk(dir),
      checks.checkEncryption(dir),
      checks.checkClock(client.url, () => context.now()),
      checks.checkKeys(dir),
      checks.checkEngine(),
      checks.checkPort(client.url, serving),
      checks.checkHead(dir, context.env),
    ])),
  ];
  if (options['json'] === true) await printJson(context, found);
  else {
    const brush = paint(context.stdout, context.env);
    const marks = {
      ok: brush.green('✓'),
      warning: brush.yellow('!'),
      failed: brush.red('✗'),
      unknown: brush.dim('?'),
    };
    for (const { name, state, text, next } of found) {
      await print(context, `${marks[state]} ${name.padEnd(20)} ${text}\n`);
      if (next !== undefined) await print(context, `  ${''.padEnd(20)} ${brush.dim(next)}\n`);
    }
  }
  return found.some(({ state }) => state === 'failed') ? 1 : 0;
}

import { resolve } from 'node:path';
import { encodeBase64, readCheckpoint } from '@acta/log';
import { textOption, type CommandDeclaration, type Invocation } from '../command.ts';
import { clientOf } from '../context.ts';
import { dataDirectory, dataDirectoryOption } from '../data-directory.ts';
import { CommandError, usageError } from '../error.ts';
import { exportTree } from '../log/export-tree.ts';
import { directoryReader } from '../log/read-directory.ts';
import { print, printJson, say } from '../terminal/output.ts';
import { createProgress } from '../terminal/progress.ts';
import { findingLine } from '../verify/outcome.ts';

const serverOptions = [
  { flags: '--url URL', summary: 'a server (ACTA_URL)' },
  { flags: '--token TOKEN', summary: 'API key, where its log is not public (ACTA_TOKEN)' },
];

export const log: CommandDeclaration = {
  name: 'log',
  summary: 'Work with the Merkle tree itself',
  commands: [
    {
      name: 'export',
      summary: 'Write the plain C2SP tree, as foreign tools read it',
      details:
        'Checkpoint, tiles and entry bundles, nothing compressed. It holds no names, addresses or payloads.\n' +
        'What was written is verified; exit code 1 where it does not hold.',
      options: [
        { flags: '--dir DIR', summary: 'where to; files that are there already are kept' },
        dataDirectoryOption,
        ...serverOptions,
      ],
      data: true,
      examples: ['acta log export --dir mirror --url https://acta.example.org'],
      run: runExport,
    },
    {
      name: 'checkpoint',
      summary: 'Print the signed head of the log',
      options: [dataDirectoryOption, ...serverOptions],
      data: true,
      run: (invocation) => printFile(invocation, 'checkpoint', checkpointJson),
    },
    {
      name: 'vkey',
      summary: 'Print the verifier key that a server says is its own',
      options: serverOptions,
      data: true,
      run: (invocation) => printFile(invocation, 'vkey', vkeyJson),
    },
  ],
};

async function runExport(invocation: Invocation): Promise<number> {
  const { context, options } = invocation;
  const dir = textOption(options, 'dir');
  if (dir === undefined) throw usageError('--dir is missing', 'Say where to write the tree.');
  const progress = createProgress(context, 'Exporting');
  try {
    const report = await exportTree({
      read: readerOf(invocation),
      dir: resolve(context.cwd, dir),
      onProgress: (done, total, label) => progress.update(done, total, label),
      signal: context.interrupted(),
    });
    progress.end();
    if (options['json'] === true) await printJson(context, { ...report, dir });
    else {
      for (const finding of report.findings) await print(context, `${findingLine(finding)}\n`);
      say(
        context,
        `${report.size.toLocaleString('en')} entries, ${report.files.toLocaleString('en')} files in ${dir}`,
      );
    }
    return report.findings.length === 0 ? 0 : 1;
  } finally {
    progress.end();
  }
}

function readerOf({ context, options }: Invocation): (path: string) => Promise<Uint8Array | null> {
  const url = textOption(options, 'url');
  const data = textOption(options, 'data');
  if (url !== undefined && data !== undefined)
    throw usageError('--url and --data exclude each other');
  if (data === undefined && (url !== undefined || context.env['ACTA_URL'])) {
    const client = clientOf(context, options);
    return (path) => client.logFile(path);
  }
  return directoryReader(resolve(dataDirectory(context, options), 'log'));
}

async function printFile(
  invocation: Invocation,
  path: 'checkpoint' | 'vkey',
  json: (text: string) => unknown,
): Promise<number> {
  const { context, options } = invocation;
  const client = clientOf(context, options);
  const read = path === 'vkey' ? (name: string) => client.logFile(name) : readerOf(invocation);
  const bytes = await read(path);
  if (bytes === null) throw new CommandError(`there is no ${path}`, 'Has the log any event yet?');
  const text = Buffer.from(bytes).toString('utf8');
  if (options['json'] === true) await printJson(context, json(text));
  else await print(context, text);
  return 0;
}

/** What the note says, and the note itself: only that is signed. */
function checkpointJson(note: string): unknown {
  const { origin, size, root } = readCheckpoint(note);
  return { origin, size, root: encodeBase64(root), note };
}

function vkeyJson(text: string): unknown {
  return { vkeys: text.trim().split('\n') };
}

import { LogError } from '@acta/log';
import { textOption, type CommandDeclaration, type Invocation } from '../command.ts';
import { clientOf } from '../context.ts';
import { dataDirectory, dataDirectoryOption } from '../data-directory.ts';
import { CommandError, explain, usageError } from '../error.ts';
import { printOutcome, type Outcome } from '../verify/outcome.ts';
import { trustOf, trustOptions } from '../verify/trust.ts';
import { verifyDataDirectory } from '../verify/verify-data.ts';
import { verifyPackFile } from '../verify/verify-pack-file.ts';
import { verifyUrl } from '../verify/verify-url.ts';

export const verify: CommandDeclaration = {
  name: 'verify',
  summary: 'Check a log or an evidence pack',
  details:
    'Without --pack or --url the data directory is checked: the tree from its entries up, disclosures\n' +
    'against leaves, the write-ahead log, and the head remembered outside. A running server is no hindrance.\n' +
    'Exit code: 0 all holds, 1 something does not, 2 could not check. Each finding is one line:\n' +
    'what, where, expected, found. Trust comes from you: give a key or a policy from a place that is\n' +
    'not what you check.',
  options: [
    dataDirectoryOption,
    { flags: '--pack FILE', summary: 'an evidence pack' },
    { flags: '--url URL', summary: "another server's public tree" },
    {
      flags: '--token TOKEN',
      summary: 'API key for --url, where its log is not public (ACTA_TOKEN)',
    },
    ...trustOptions,
  ],
  data: true,
  examples: [
    'acta verify',
    "acta verify --pack october.zip --vkey 'example.org/log+1a2b3c4d+AQ…'",
    'acta verify --url https://acta.example.org --policy policy.txt',
  ],
  run: runVerify,
};

async function runVerify(invocation: Invocation): Promise<number> {
  const { context, options } = invocation;
  try {
    return await printOutcome(context, await check(invocation), options['json'] === true);
  } catch (error) {
    // Whatever went wrong, nothing was found out: that is neither 0 nor 1
    const { message, next } = explain(error);
    const hint = error instanceof LogError ? 'Check the key or policy that you gave.' : next;
    throw new CommandError(`could not check: ${message}`, hint, { exit: 2, cause: error });
  }
}

async function check({ context, options }: Invocation): Promise<Outcome> {
  const pack = textOption(options, 'pack');
  const url = textOption(options, 'url');
  const given = [pack, url, textOption(options, 'data')].filter((value) => value !== undefined);
  if (given.length > 1) throw usageError('--pack, --url and --data exclude each other');
  const trust = await trustOf(context, options);
  if (pack !== undefined) return verifyPackFile(context, pack, trust);
  if (url !== undefined) return verifyUrl(context, clientOf(context, options), trust);
  return verifyDataDirectory(context, dataDirectory(context, options), trust);
}

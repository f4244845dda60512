// Runs the test suites: `npm test` all that need only npm, `npm test -- ledger index` some of them,
// `npm run test:system` those that need Debian packages, `npm run test:conformance` those over a
// corpus.
import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = dirname(import.meta.dirname);

/** Suites by kind: the name on the command line, and where its tests stand. */
const SUITES: Record<string, Record<string, string[]>> = {
  unit: {
    style: ['test/style/**/*.test.ts', 'tools/**/*.test.ts'],
    log: ['packages/log/src/**/*.test.ts'],
    event: ['packages/event/src/**/*.test.ts'],
    query: ['packages/query/src/**/*.test.ts'],
    sigma: ['packages/sigma/src/**/*.test.ts'],
    sdk: ['packages/sdk/src/**/*.test.ts'],
    cli: ['packages/cli/src/**/*.test.ts'],
    ledger: ['packages/server/src/{lib,ledger}/**/*.test.ts'],
    index: ['packages/server/src/index/**/*.test.ts'],
    intake: ['packages/server/src/{sources,ingest,collect}/**/*.test.ts'],
    server: ['packages/server/src/{store,access,identity,reports,http,app}/**/*.test.ts'],
    web: ['web/src/**/*.test.ts'],
    api: ['test/e2e-api/**/*.test.ts'],
    'command-line': ['test/e2e-cli/**/*.test.ts'],
    rules: ['test/rules/**/*.test.ts', 'packages/server/src/{detect,rules,alerts}/**/*.test.ts'],
    crash: ['test/crash/**/*.test.ts'],
  },
  system: {
    page: ['test/system/page/**/*.test.ts'],
    system: ['test/system/*.test.ts'],
    servers: ['test/system/servers/**/*.test.ts'],
  },
  conformance: {
    conformance: ['test/conformance/**/*.test.ts'],
  },
};

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

const [kind = 'unit', ...wanted] = process.argv.slice(2);
const suites = SUITES[kind] ?? fail(`unknown kind of test: ${kind}`);
const names = wanted.filter((word) => !word.startsWith('-'));
const unknown = names.find((name) => !(name in suites));
if (unknown) fail(`unknown suite ${unknown}; one of ${Object.keys(suites).join(', ')}`);
if (kind === 'conformance' && !process.env['ACTA_CORPUS']) {
  fail('Set ACTA_CORPUS to the corpus folder (see docs/contributing).');
}

const chosen = names.length > 0 ? names : Object.keys(suites);
const files = chosen.flatMap((name) => globSync(suites[name] ?? [], { cwd: root })).sort();
if (files.length === 0) fail(`no tests in ${chosen.join(', ')}`);

const options = [
  '--test',
  `--test-concurrency=${Math.min(2, availableParallelism())}`,
  '--test-timeout=300000',
  `--import=${pathToFileURL(join(root, 'tools/test-setup.ts')).href}`,
  ...wanted.filter((word) => word.startsWith('-')),
];
const child = spawn(process.execPath, [...options, ...files], { cwd: root, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));

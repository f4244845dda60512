// The server's floors: an import goes to its own folder or a lower floor; folders on one floor
// don't import each other; a third-party library is imported in the one folder that owns it.
import assert from 'node:assert/strict';
import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { test } from 'node:test';
import { importsOf, isTest, sourceFiles, type SourceFile } from './source-files.ts';

const SERVER = 'packages/server/src/';
const FLOORS: Record<string, number> = {
  lib: 0,
  store: 1,
  index: 1,
  ledger: 1,
  access: 2,
  identity: 2,
  detect: 2,
  sources: 2,
  ingest: 3,
  reports: 3,
  alerts: 3,
  rules: 3,
  retention: 3,
  delivery: 3,
  collect: 4,
  http: 5,
  app: 6,
};

/** Each library and the folders that may import it. */
const OWNERS: Record<string, string[]> = {
  zod: ['packages/event/', `${SERVER}http/`, `${SERVER}app/`],
  commander: ['packages/cli/'],
  fastify: [`${SERVER}http/`],
  '@fastify/static': [`${SERVER}http/`],
  '@fastify/swagger': [`${SERVER}http/`],
  'fastify-type-provider-zod': [`${SERVER}http/`],
  pino: [`${SERVER}lib/`],
  'prom-client': [`${SERVER}lib/`],
  kysely: [`${SERVER}store/`],
  '@clickhouse/client': [`${SERVER}index/`],
  chdb: [`${SERVER}index/`, 'bench/'],
  yaml: [`${SERVER}app/`, 'packages/sigma/'],
  jose: [`${SERVER}identity/`],
  nodemailer: [`${SERVER}alerts/`],
  pdfkit: [`${SERVER}reports/`],
  // The self-contained verify.html of evidence packs is built from the verifier's own sources.
  vite: [`${SERVER}reports/`],
  re2js: [`${SERVER}sources/`, 'packages/sigma/'],
};
const WEB_LIBRARIES = [
  /^react(-dom)?$/,
  /^@tanstack\/react-(router|query|table|virtual)$/,
  /^@base-ui\/react$/,
  /^uplot$/,
  /^@fontsource-variable\//,
  /^vite$/,
  /^@vitejs\//,
  /^@acta\//,
];

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

function folderOf(path: string): string | undefined {
  const [folder, rest] = path.slice(SERVER.length).split('/', 2);
  return rest === undefined ? undefined : folder;
}

function floorViolations(file: SourceFile): string[] {
  const from = folderOf(file.path);
  if (from === undefined) return [];
  return importsOf(file).flatMap((specifier) => {
    if (!specifier.startsWith('.')) return [];
    const target = posix.join(posix.dirname(file.path), specifier);
    const to = target.startsWith(SERVER) ? folderOf(target) : undefined;
    if (!target.startsWith(SERVER)) return [`${file.path} leaves the server: ${specifier}`];
    if (to === undefined || to === from) return [];
    const allowed = (FLOORS[to] ?? 99) < (FLOORS[from] ?? -1);
    return allowed ? [] : [`${file.path} (floor ${FLOORS[from]}) imports ${to} (${FLOORS[to]})`];
  });
}

function libraryViolations(file: SourceFile): string[] {
  return importsOf(file).flatMap((specifier) => {
    if (/^[.#]|^node:|^@acta\//.test(specifier) || builtinModules.includes(specifier)) return [];
    const name = packageOf(specifier);
    const isWeb = file.path.startsWith('web/') && WEB_LIBRARIES.some((lib) => lib.test(name));
    if (isWeb || OWNERS[name]?.some((folder) => file.path.startsWith(folder))) return [];
    return [`${file.path} imports ${name}, which ${OWNERS[name]?.join(', ') ?? 'nobody'} owns`];
  });
}

const files = sourceFiles('ts,tsx').filter((file) => !isTest(file.path));

test('every folder of the server stands on a floor', () => {
  const server = files.filter((file) => file.path.startsWith(SERVER));
  const folders = new Set(server.map((file) => folderOf(file.path)).filter((name) => name));
  assert.deepEqual(
    [...folders].filter((name) => !(String(name) in FLOORS)),
    [],
  );
});

test('imports go to the same folder or a lower floor', () => {
  const server = files.filter((file) => file.path.startsWith(SERVER));
  assert.deepEqual(server.flatMap(floorViolations), []);
});

test('each third-party library is imported in the folder that owns it', () => {
  const checked = files.filter((file) => /^(packages|web|bench)\//.test(file.path));
  assert.deepEqual(checked.flatMap(libraryViolations), []);
});

test('packages/log imports nothing but itself', () => {
  const outside = files
    .filter((file) => file.path.startsWith('packages/log/'))
    .flatMap((file) =>
      importsOf(file)
        .filter((specifier) => !/^[.#]|^node:/.test(specifier))
        .map((specifier) => `${file.path}: ${specifier}`),
    );
  assert.deepEqual(outside, []);
});

test('normalising is pure: it imports no clock, disk, network or chance', () => {
  const impure = files
    .filter((file) => /\/sources\/[^/]+\/normalize[^/]*\.ts$/.test(file.path))
    .flatMap((file) =>
      [
        ...file.text.matchAll(
          /node:(?:fs|net|http|child_process|timers)|Date\.now\(|Math\.random/g,
        ),
      ].map((match) => `${file.path}: ${match[0]}`),
    );
  assert.deepEqual(impure, []);
});

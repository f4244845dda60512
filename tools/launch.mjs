// Makes `npm start`, `npm test` and `./acta` work on a fresh clone with Node 20 and npm only:
// installs what the lock names when it is missing or older, builds the page when its sources
// changed, then runs the real thing on the pinned Node. Plain JavaScript that Node 20 runs; its own
// logic stays small.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = join(root, 'node_modules', '.bin');
const node = join(bin, process.platform === 'win32' ? 'node.cmd' : 'node');

const COMMANDS = {
  start: { script: 'packages/server/src/main.ts', page: true, watched: true },
  acta: { script: 'packages/cli/src/main.ts', page: ['serve', 'demo', 'export'] },
  test: { script: 'tools/test.ts', args: ['unit'], page: [undefined, 'api', 'command-line'] },
  'test:system': { script: 'tools/test.ts', args: ['system'], page: true },
  'test:conformance': { script: 'tools/test.ts', args: ['conformance'] },
  conformance: { script: 'tools/conformance/run.ts' },
  'conformance:detection': { script: 'tools/detection/run.ts' },
  bench: { script: 'bench/run.ts' },
};

function fail(message) {
  console.error(`acta: ${message}`);
  process.exit(1);
}

function sha256(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

/** Environment with the pinned Node first on the path. */
function environment() {
  return { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` };
}

/** Runs `npm ci` when the pinned Node is missing or the lock is not the one that was installed. */
function install() {
  const stamp = join(root, 'node_modules', '.acta-lock');
  const wanted = sha256(readFileSync(join(root, 'package-lock.json')));
  const installed = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';
  if (installed === wanted && existsSync(node)) return;
  console.error('acta: installing what package-lock.json names (once for each version of it) …');
  const quiet = ['ci', '--no-fund', '--no-audit', '--loglevel=error'];
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const result = spawnSync(npm, quiet, { cwd: root, stdio: ['ignore', 2, 2] });
  if (result.status !== 0) {
    fail('npm ci failed (see above). Is the npm registry reachable? Nothing was started.');
  }
  writeFileSync(stamp, wanted);
}

function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  if (statSync(folder).isFile()) return [folder];
  return readdirSync(folder)
    .sort()
    .filter((name) => name !== 'node_modules' && name !== 'dist' && !name.endsWith('.test.ts'))
    .flatMap((name) => filesBelow(join(folder, name)));
}

/** Builds web/dist when the sources that it is made of are not those it was built from. */
function buildPage() {
  const parts = ['web', 'packages/log', 'packages/event', 'packages/query', 'packages/sdk'];
  const sources = [...parts, 'package-lock.json'].flatMap((path) => filesBelow(join(root, path)));
  const wanted = sha256(
    ...sources.flatMap((file) => [file.slice(root.length), readFileSync(file)]),
  );
  const stamp = join(root, 'web', 'dist', '.built-from');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.error('acta: building the page …');
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const args = [vite, 'build', '--logLevel', 'warn'];
  const options = { cwd: join(root, 'web'), stdio: ['ignore', 2, 2], env: environment() };
  if (spawnSync(node, args, options).status !== 0) fail('the page could not be built (see above).');
  writeFileSync(stamp, wanted);
}

/** Runs the script on the pinned Node and ends as it ends; a watched child learns of our death. */
function run(command, args) {
  const script = [join(root, command.script), ...(command.args ?? []), ...args];
  const stdio = ['inherit', 'inherit', 'inherit', ...(command.watched ? ['ipc'] : [])];
  const child = spawn(node, script, { stdio, env: environment() });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
    // A terminal sends its interrupt to the whole group already; twice would mean "now".
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on('error', (error) => fail(`the pinned Node did not start: ${error.message}`));
  child.on('exit', (code, signal) => {
    if (signal) {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    } else process.exit(code ?? 1);
  });
}

const [name, ...args] = process.argv.slice(2);
const command = COMMANDS[name];
if (!command)
  fail(`unknown command ${name ?? '(none)'}; one of ${Object.keys(COMMANDS).join(', ')}`);
if (Number(process.versions.node.split('.')[0]) < 20) fail('Node 20 or newer is needed to start.');
install();
if (command.page === true || command.page?.includes(args[0])) buildPage();
run(command, args);

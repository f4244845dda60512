// Completes package-lock.json after `npm install`. npm leaves out optional platform packages that
// the registry in use does not serve, and `npm ci` then refuses the lock it wrote ("Missing: … from
// lock file", npm/cli #4828). Adds each missing one as an optional entry; running it twice changes
// nothing.
import { readFileSync, writeFileSync } from 'node:fs';

const OS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const CPU = [
  'arm',
  'arm64',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'wasm32',
  'x64',
];

/** Platform named by a package's name, as npm's `os` and `cpu` fields have it. */
export function platformOf(name) {
  const words = name.toLowerCase().split(/[^a-z0-9]+/);
  const os = words.includes('win') ? 'win32' : OS.find((word) => words.includes(word));
  const cpu = words.includes('wasm32') ? 'wasm32' : CPU.find((word) => words.includes(word));
  return { ...(os && { os: [os] }), ...(cpu && { cpu: [cpu] }) };
}

/** Names the optional dependencies that the lock does not hold and returns the lock with them. */
export function completeLock(lock) {
  const added = [];
  const packages = { ...lock.packages };
  for (const [path, entry] of Object.entries(lock.packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      if (isResolvable(packages, path, name) || !/^\d+\.\d+\.\d+/.test(range)) continue;
      packages[`node_modules/${name}`] = { version: range, ...platformOf(name), optional: true };
      added.push(`${name}@${range}`);
    }
  }
  const sorted = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { lock: { ...lock, packages: sorted }, added };
}

function isResolvable(packages, fromPath, name) {
  for (let base = fromPath; ; base = base.replace(/\/?(?:node_modules\/)?[^/]+$/, '')) {
    if (packages[`${base ? `${base}/` : ''}node_modules/${name}`]) return true;
    if (!base) return false;
  }
}

if (process.argv[1] === import.meta.filename) {
  const file = new URL('../package-lock.json', import.meta.url);
  const text = readFileSync(file, 'utf8');
  const { lock, added } = completeLock(JSON.parse(text));
  if (added.length > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  const addresses = (text.match(/"resolved": "https?:/g) ?? []).length;
  if (process.argv.includes('--check') && (added.length > 0 || addresses > 0)) {
    console.error(
      `package-lock.json: ${added.length} platform packages missing, ${addresses} download addresses`,
    );
    process.exit(1);
  }
  console.log(
    added.length > 0 ? `completed the lock: ${added.join(', ')}` : 'the lock is complete',
  );
}

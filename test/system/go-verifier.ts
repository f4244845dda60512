// Builds and runs our small Go program on x/mod (test/conformance/go-verifier).
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const source = join(import.meta.dirname, '../conformance/go-verifier/main.go');

export interface GoVerifier {
  /** A temporary folder, gone with `remove`. */
  folder: string;
  /** Whether the log of a folder holds, and what does not. */
  log(dir: string, vkey: string): { ok: boolean; output: string };
  /** Judges proofs and notes: a list of booleans. */
  proofs(claims: string): boolean[];
  /** Signs a text as a note. */
  sign(privateKey: string, text: string): string;
  remove(): void;
}

/** Needs Debian's golang-go and golang-golang-x-mod-dev; no network. */
export function buildGoVerifier(): GoVerifier {
  const folder = mkdtempSync(join(tmpdir(), 'acta-go-'));
  const program = join(folder, 'verifier');
  const settings = { GO111MODULE: 'off', GOPATH: '/usr/share/gocode' };
  const env = { ...process.env, ...settings, GOCACHE: join(folder, 'cache') };
  execFileSync('go', ['build', '-o', program, source], { env, stdio: 'inherit' });
  return {
    folder,
    log(dir, vkey) {
      const run = spawnSync(program, ['log', dir, vkey], { encoding: 'utf8' });
      assert(run.status === 0 || run.status === 1, run.stderr);
      return { ok: run.status === 0, output: run.stdout };
    },
    proofs: (claims) => {
      const output = execFileSync(program, ['proofs'], { input: claims, maxBuffer: 1e8 });
      return JSON.parse(output.toString()) as boolean[];
    },
    sign: (key, text) => execFileSync(program, ['sign', key], { input: text }).toString(),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

import type { PackFiles } from '../pack/open-pack.ts';
import { linesOf } from '../pack/open-pack.ts';
import type { Finding } from '../api.ts';
import type { PackManifest } from './manifest.ts';
import type { Check, CheckName } from './result.ts';
import type { Head, HeadJudge } from './trust.ts';

/** Findings that are kept; further ones are counted. */
const MAX_FINDINGS = 1000;

/** What the steps of one pack's verification share. */
export interface PackRun {
  files: PackFiles;
  manifest: PackManifest;
  judge: HeadJudge;
  /** The text of the pack's one checkpoint. */
  checkpointText: string;
  head: Head;
  report: PackReport;
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

/** Gathers checks, and what exactly does not hold. */
export class PackReport {
  readonly checks: Check[] = [];
  readonly findings: Finding[] = [];
  omitted = 0;
  readonly #failed = new Map<CheckName, number>();

  /** Something that does not hold, within the check `name`. */
  finding(name: CheckName, what: string, where: string, expected: string, found: string): void {
    this.#failed.set(name, this.failures(name) + 1);
    if (this.findings.length < MAX_FINDINGS) this.findings.push({ what, where, expected, found });
    else this.omitted++;
  }

  failures(name: CheckName): number {
    return this.#failed.get(name) ?? 0;
  }

  /** Closes a check: it holds where nothing was found in it. */
  close(name: CheckName, what: string, expected: string, good: string): void {
    const failures = this.failures(name);
    const found = failures === 0 ? good : `${failures} ${failures === 1 ? 'finding' : 'findings'}`;
    this.checks.push({ name, ok: failures === 0, what, expected, found });
  }

  /** A check that could not be made, and why. */
  skip(name: CheckName, what: string, expected: string, why: string): void {
    this.checks.push({ name, ok: null, what, expected, found: why });
  }
}

/** Files in memory as a pack's. */
export function filesOf(files: ReadonlyMap<string, Uint8Array>): PackFiles {
  const chunks = async function* (name: string): AsyncGenerator<Uint8Array> {
    const bytes = files.get(name);
    if (bytes) yield bytes;
  };
  return {
    names: () => [...files.keys()],
    read: async (name) => files.get(name) ?? null,
    chunks,
    lines: (name) => linesOf(chunks(name)),
  };
}

// A file system for tests that fails once, at a chosen operation: before it is done, after it was
// done, or by ending everything (all later operations never come back, as for a process that was
// killed).
import type { FileSystem, OpenFile } from '../../lib/file-system.ts';

/**
 * `fails`: not done, error. `lies`: done, error. `dies before`, `dies after`: nothing after it is
 * done.
 */
export type FaultKind = 'fails' | 'lies' | 'dies before' | 'dies after';

export interface Fault {
  /** Number of the operation, from 0. */
  at: number;
  kind: FaultKind;
  /** System code of the error; default EIO. */
  code?: string;
}

export interface FaultyFileSystem extends FileSystem {
  /** Operations so far, as `name path`. */
  readonly operations: string[];
  /** From here on no operation is done and none comes back. */
  kill(): void;
  /** Resolves once that is so. */
  readonly dead: Promise<void>;
}

/** Operations that change something or make it durable, and opens; reads are not counted. */
export function faultyFileSystem(real: FileSystem, fault: Fault | null): FaultyFileSystem {
  const operations: string[] = [];
  let is_dead = false;
  let tell = (): void => undefined;
  const dead = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const kill = (): void => {
    is_dead = true;
    tell();
  };
  const never = new Promise<never>(() => undefined);

  async function run<T>(name: string, path: string, work: () => Promise<T>): Promise<T> {
    if (is_dead) return never;
    operations.push(`${name} ${path}`);
    if (!fault || operations.length - 1 !== fault.at) return work();
    if (fault.kind === 'lies' || fault.kind === 'dies after') await work();
    if (fault.kind === 'dies before' || fault.kind === 'dies after') {
      kill();
      return never;
    }
    const code = fault.code ?? 'EIO';
    throw Object.assign(new Error(`${code}: injected, ${name} '${path}'`), { code });
  }

  function wrap(path: string, file: OpenFile): OpenFile {
    return {
      write: (bytes, position) => run('write', path, () => file.write(bytes, position)),
      read: (into, position) => (is_dead ? never : file.read(into, position)),
      readBack: (into, position) => (is_dead ? never : file.readBack(into, position)),
      size: () => file.size(),
      truncate: (length) => run('truncate', path, () => file.truncate(length)),
      datasync: () => run('datasync', path, () => file.datasync()),
      sync: () => run('sync', path, () => file.sync()),
      close: () => file.close(),
    };
  }

  return {
    operations,
    dead,
    kill,
    open: (path, mode, permissions) =>
      run('open', path, async () => wrap(path, await real.open(path, mode, permissions))),
    readFile: (path) => (is_dead ? never : real.readFile(path)),
    rename: (from, to) => run('rename', to, () => real.rename(from, to)),
    unlink: (path) => run('unlink', path, () => real.unlink(path)),
    mkdir: (path, permissions) => run('mkdir', path, () => real.mkdir(path, permissions)),
    readdir: (path) => (is_dead ? never : real.readdir(path)),
    syncDirectory: (path) => run('syncDirectory', path, () => real.syncDirectory(path)),
  };
}

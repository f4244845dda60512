// The deliveries of a corpus folder, by its list of files.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readerOf, ruleTests } from './readers.ts';

/** One delivery as it came, without the secrets that it was signed with. */
export interface Sample {
  /** The folder `corpora/`. */
  root: string;
  /** Below `corpora/`. */
  path: string;
  /** Its place in the file, from 0. */
  at: number;
  /** The type of the adapter that takes it; undefined: none is named for its folder. */
  type: string | undefined;
  headers: Record<string, string>;
  body: string;
  via: string;
}

/** What `MANIFEST.tsv` says of a file. */
export interface CorpusFile {
  path: string;
  folder: string;
  kind: string;
}

/** The files with deliveries: expectations, lists of types and headers are left out. */
export function corpusFiles(corpora: string): CorpusFile[] {
  return readFileSync(join(corpora, 'MANIFEST.tsv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'))
    .map(([path = '', folder = '', , kind = '']) => ({ path, folder, kind }))
    .filter(({ kind }) => kind.startsWith('raw'));
}

/** Cuts a file into deliveries; headers recorded beside it (`NAME.headers.json`) go with them. */
export function samplesOf(corpora: string, { path, kind }: CorpusFile): Sample[] {
  const reader = readerOf(path);
  const text = readFileSync(join(corpora, path), 'utf8');
  const lines = kind === 'raw+label' && path.endsWith('.jsonl');
  const cut = lines ? ruleTests : (reader?.cut ?? ((whole: string) => [whole]));
  const recorded = recordedHeaders(join(corpora, path));
  return cut(text).map((body, at) => ({
    root: corpora,
    path,
    at,
    type: reader?.type,
    headers: recorded ?? reader?.headers?.(body, path) ?? {},
    body,
    via: reader?.via ?? 'webhook',
  }));
}

function recordedHeaders(path: string): Record<string, string> | undefined {
  const beside = path.replace(/\.json$/, '.headers.json');
  if (beside === path || !existsSync(beside)) return undefined;
  const given = JSON.parse(readFileSync(beside, 'utf8')) as Record<string, string>;
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]),
  );
}

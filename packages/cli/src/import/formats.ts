// What a file holds: told by the option, else by its first bytes, its name and its source's type.
import { cutCsv } from './cut-csv.ts';
import { cutJson } from './cut-json.ts';
import { cutLines } from './cut-lines.ts';
import type { InputFile } from './inputs.ts';

export const FORMATS = ['auto', 'json', 'csv', 'lines'] as const;
export type Format = (typeof FORMATS)[number];

/** The lists in which products wrap the records of a page or a file. */
const listsOf: Readonly<Record<string, readonly string[]>> = {
  'aws-cloudtrail': ['Records'],
  kubernetes: ['items'],
  'google-workspace': ['items'],
  'entra-id': ['value', 'records'],
  'azure-activity': ['value', 'records'],
  'azure-key-vault': ['value', 'records'],
  'azure-devops': ['decoratedAuditLogEntries', 'value', 'records'],
  'terraform-cloud': ['data'],
  tailscale: ['logs'],
  auth0: ['logs'],
  jira: ['records', 'entities'],
  snyk: ['items'],
};

/** Products that export CSV with the names of the columns in its first row. */
const tables = new Set(['github', 'gitlab']);

export interface Cutting {
  /** Whether records are lines of text, which have no ids. */
  isText: boolean;
  records: AsyncGenerator<Buffer[]>;
}

/** The records of a file's content. @throws CutError while they are read */
export async function cutContent(
  content: AsyncIterable<Uint8Array>,
  { name }: InputFile,
  type: string,
  format: Format,
): Promise<Cutting> {
  const { first, all } = await peeked(content);
  const isTable = /\.csv(\.gz|\.zst)?$/i.test(name) && tables.has(type);
  const chosen =
    format !== 'auto'
      ? format
      : isTable
        ? 'csv'
        : /^\s*(?:\{|\[\s*[{\]])/.test(first)
          ? 'json'
          : 'lines';
  if (chosen === 'json') {
    return { isText: false, records: cutJson(all, new Set(listsOf[type])) };
  }
  return chosen === 'csv'
    ? { isText: false, records: cutCsv(all) }
    : { isText: true, records: cutLines(all) };
}

async function peeked(content: AsyncIterable<Uint8Array>) {
  const chunks = content[Symbol.asyncIterator]();
  const head = await chunks.next();
  const first = head.done === true ? '' : Buffer.from(head.value).toString('utf8', 0, 4096);
  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      if (head.done !== true) yield head.value;
      for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
        yield next.value;
      }
    } finally {
      await chunks.return?.();
    }
  }
  return { first: first.replace(/^\ufeff/, ''), all: all() };
}

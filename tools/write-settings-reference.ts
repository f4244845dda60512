// Writes docs/reference/settings.md from the settings and limits in the code; run it after a
// change:
//   node tools/write-settings-reference.ts
import { readFileSync, writeFileSync } from 'node:fs';
import { knownLimits } from '../packages/server/src/app/known-limits.ts';
import { SETTINGS } from '../packages/server/src/app/settings.ts';

const PAGE = new URL('../docs/reference/settings.md', import.meta.url);

const code = (text: string | undefined): string => (text === undefined ? '' : `\`${text}\``);
const row = (...cells: string[]): string => `| ${cells.join(' | ')} |`;

function settingsTable(): string[] {
  const head = [row('setting', 'flag', 'environment', 'default', 'what it is')];
  const rows = SETTINGS.map(({ path, flag, env, schema, description }) => {
    const value = schema.safeParse(undefined).data;
    const isPlain = ['string', 'number', 'boolean'].includes(typeof value);
    const given = flag === undefined ? '' : code(`--${flag}`);
    return row(code(path), given, code(env), isPlain ? code(String(value)) : '', description);
  });
  return [...head, row('---', '---', '---', '---', '---'), ...rows];
}

function limitsTable(): string[] {
  const rows = knownLimits.map(({ name, default: value, description }) =>
    row(code(name), value.toLocaleString('en'), description),
  );
  return [row('limit', 'default', 'why'), row('---', '---', '---'), ...rows];
}

/** Replaces the table whose heading row begins with `first`; the prose around it stays. */
function replaceTable(page: string, first: string, table: string[]): string {
  const lines = page.split('\n');
  const from = lines.findIndex((line) => line.replace(/ +/g, ' ').startsWith(`| ${first} |`));
  if (from < 0) throw new Error(`there is no table of ${first} in the page`);
  const length = lines.slice(from).findIndex((line) => !line.startsWith('|'));
  lines.splice(from, length, ...table);
  return lines.join('\n');
}

const page = readFileSync(PAGE, 'utf8');
const settings = replaceTable(page, 'setting', settingsTable());
writeFileSync(PAGE, replaceTable(settings, 'limit', limitsTable()));

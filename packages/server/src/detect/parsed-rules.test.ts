import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { parseRules } from '@acta/sigma';
import { withParsedRules } from './parsed-rules.ts';

const TEXT = `title: any
id: 3f2c7d9e-9d1f-4d7e-8d3a-1d6f2b6a9c02
logsource: {product: acta}
detection: {s: {action: alert.raised}, condition: s}
`;
const FILES = [
  { file: 'right.yml', text: TEXT, fixtures: 'cases: []' },
  { file: 'wrong.yml', text: 'title: no more than that' },
];
const SAID = parseRules(TEXT, 'acta/right.yml').rules;

interface Kept {
  files: Record<string, { title: string }[]>;
}

async function cacheIn(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'acta-parsed-'));
  t.after(() => rm(folder, { recursive: true }));
  return join(folder, 'below', 'rules.json');
}

test('what files say is the same, parsed or kept; those with errors are left to be told', async (t) => {
  const path = await cacheIn(t);
  for (const round of ['parsed', 'kept']) {
    const [right, wrong] = await withParsedRules(FILES, 'acta', path);
    assert.deepEqual(right, { ...FILES[0], rules: SAID }, round);
    assert.equal(wrong, FILES[1]);
  }
  assert.deepEqual(await readdir(join(path, '..')), ['rules.json']);
});

test('what is kept is used for just that text, under just that name, by just that parser', async (t) => {
  const path = await cacheIn(t);
  await withParsedRules(FILES, 'acta', path);
  const kept = JSON.parse(await readFile(path, 'utf8')) as Kept;
  for (const [rule] of Object.values(kept.files)) rule!.title = 'kept';
  await writeFile(path, JSON.stringify(kept));
  const titleOf = async (folder: string, text = TEXT) => {
    const [file] = await withParsedRules([{ file: 'right.yml', text }], folder, path);
    return file?.rules?.[0]?.title;
  };
  assert.equal(await titleOf('acta'), 'kept');
  assert.equal(await titleOf('other'), 'any');
  assert.equal(await titleOf('acta', TEXT.replace('any', 'changed')), 'changed');
  await writeFile(path, JSON.stringify({ ...kept, parser: 'of yesterday' }));
  assert.equal(await titleOf('acta'), 'any');
});

test('what can’t be read or kept is parsed', async (t) => {
  const path = await cacheIn(t);
  await withParsedRules(FILES, 'acta', path);
  for (const content of ['', '{"parser":', 'null', '[]']) {
    await writeFile(path, content);
    assert.deepEqual((await withParsedRules(FILES, 'acta', path))[0]?.rules, SAID);
  }
  const blocked = join(path, 'under-a-file.json');
  assert.deepEqual((await withParsedRules(FILES, 'acta', blocked))[0]?.rules, SAID);
});

// The engine over rules of SigmaHQ: all load, the rejected are only those whose placeholders nobody
// filled, and the events of the regression suite match the rules that they are recorded for.
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  createEngine,
  createRuleset,
  parseOverlay,
  parseRules,
  type Logsource,
  type Rule,
} from '@acta/sigma';

const corpus = process.env['ACTA_CORPUS'];
if (!corpus) throw new Error('ACTA_CORPUS is not set: it names the folder that holds sigma/');
const root = join(corpus, 'sigma');
const overlayFile = join(import.meta.dirname, '../../rules/sigmahq.overlay.yaml');

function rulesBelow(folder: string): { files: number; rules: Rule[]; errors: string[] } {
  const files = globSync('**/*.yml', { cwd: join(root, folder) });
  const parsed = files.map((file) =>
    parseRules(readFileSync(join(root, folder, file), 'utf8'), file),
  );
  return {
    files: files.length,
    rules: parsed.flatMap(({ rules }) => rules),
    errors: parsed.flatMap(({ errors }, at) =>
      errors.map((error) => `${files[at]}: ${error.message}`),
    ),
  };
}

const core = rulesBelow('core');
const more = rulesBelow('linux_web');

test('all rule files load', () => {
  assert.deepEqual([...core.errors, ...more.errors], []);
  assert.equal(core.files + more.files, 750);
  assert.equal(core.rules.length + more.rules.length, 750);
});

test('the rejected are those whose placeholders nobody filled', () => {
  const { rejected } = createRuleset([...core.rules, ...more.rules]);
  const others = rejected.filter(({ error }) => error.code !== 'placeholder');
  assert.deepEqual(
    others.map(({ rule, error }) => `${rule.title}: ${error.message}`),
    [],
  );
  assert.equal(rejected.length, 9);
});

test('the shipped overlay names rules and log sources that there are', () => {
  const overlay = parseOverlay(readFileSync(overlayFile, 'utf8'));
  const ids = new Set(core.rules.map(({ id }) => id));
  const named = Object.keys(overlay.rules ?? {});
  assert.deepEqual(
    named.filter((id) => !ids.has(id)),
    [],
  );
  for (const { logsource, fields } of overlay.aliases ?? []) {
    const texts = core.rules
      .filter((rule) => rule.kind === 'detection' && rule.logsource.service === logsource.service)
      .map(({ origin }) => origin.text)
      .join('\n');
    const unused = Object.keys(fields).filter((field) => !texts.includes(field));
    assert.deepEqual(unused, [], JSON.stringify(logsource));
  }
});

interface WindowsEvent {
  Event: {
    System: Record<string, unknown>;
    EventData?: Record<string, unknown>;
    UserData?: Record<string, Record<string, unknown>>;
  };
}

interface Regression {
  rule_path: string;
  events: WindowsEvent[];
}

/** Events of Sysmon by number, as the log sources of rules call them. */
const SYSMON: Record<number, string[]> = {
  1: ['process_creation'],
  2: ['file_change'],
  3: ['network_connection'],
  5: ['process_termination'],
  6: ['driver_load'],
  7: ['image_load'],
  8: ['create_remote_thread'],
  9: ['raw_access_thread'],
  10: ['process_access'],
  11: ['file_event'],
  12: ['registry_add', 'registry_delete', 'registry_event'],
  13: ['registry_set', 'registry_event'],
  14: ['registry_rename', 'registry_event'],
  15: ['create_stream_hash'],
  17: ['pipe_created'],
  18: ['pipe_created'],
  19: ['wmi_event'],
  20: ['wmi_event'],
  21: ['wmi_event'],
  22: ['dns_query'],
  23: ['file_delete'],
  26: ['file_delete'],
};

const CHANNELS: Record<string, string> = {
  Security: 'security',
  System: 'system',
  Application: 'application',
  'Windows PowerShell': 'powershell-classic',
  'Microsoft-Windows-WMI-Activity/Operational': 'wmi',
  'Microsoft-Windows-Windows Defender/Operational': 'windefend',
};

/** The event's data and header in one, names without blanks, as rules of Windows have them. */
function flat({ Event: { System, EventData, UserData = {} } }: WindowsEvent) {
  const inside = Object.values(UserData).flatMap((each) => Object.entries(each));
  const pairs = [...Object.entries({ ...System, ...EventData }), ...inside];
  return Object.fromEntries(pairs.map(([key, value]) => [key.replaceAll(' ', ''), value]));
}

function sourcesOf({ Event: { System } }: WindowsEvent): Logsource[] {
  const id = Number((System['EventID'] as { '#text'?: number })['#text'] ?? System['EventID']);
  const channel = String(System['Channel']);
  if (channel.includes('Sysmon')) {
    const all = SYSMON[id] ?? [];
    return [
      ...all.map((category) => ({ product: 'windows', category })),
      {
        product: 'windows',
        service: 'sysmon',
      },
    ];
  }
  const service = CHANNELS[channel] ?? channel.split('/')[0]!.split('-').at(-1)!.toLowerCase();
  return [{ product: 'windows', service }];
}

test('events of the regression suite match their rules', (t) => {
  const cases = readFileSync(join(root, 'regression/sigma_regression.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Regression);
  const fileOf = ({ rule_path }: Regression) => join(root, 'regression/rules', rule_path);
  const known = cases.filter((each) => existsSync(fileOf(each)));
  const missed = known.filter((each) => {
    const { rules, errors } = parseRules(readFileSync(fileOf(each), 'utf8'), each.rule_path);
    assert.deepEqual(errors, [], each.rule_path);
    const engine = createEngine(createRuleset(rules));
    return !each.events.some((event) => engine.match(flat(event), sourcesOf(event)).length > 0);
  });
  t.diagnostic(
    `${known.length - missed.length} of ${known.length} match; ${cases.length - known.length} of ${cases.length} have no rule in regression/rules`,
  );
  assert.deepEqual(
    missed.map(({ rule_path }) => rule_path),
    [],
  );
});

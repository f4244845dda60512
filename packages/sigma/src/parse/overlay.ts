// Overlay files: what a team changes about rules of others, as YAML.
import type { Overlay, RuleOverlay } from '../engine/overlay.ts';
import type { Placeholders } from '../compile/placeholders.ts';
import { SigmaError } from '../errors.ts';
import type { Level } from '../model.ts';
import { readDocuments } from './documents.ts';
import { readLogsource } from './head.ts';
import { isMap, Reader } from './reader.ts';

const LEVELS: Level[] = ['informational', 'low', 'medium', 'high', 'critical'];

/**
 * Reads an overlay: `rules` by id (`off`, `reason`, `level`, `aliases`, `placeholders`), `aliases`
 * by log source, `placeholders` for all rules.
 *
 * @throws SigmaError `yaml` or `schema` with the place
 */
export function parseOverlay(text: string): Overlay {
  const [document] = readDocuments(text);
  if (document === undefined) return {};
  if (!isMap(document.data)) {
    throw new SigmaError('schema', 'An overlay is a map.', [], document.position([]));
  }
  const errors: SigmaError[] = [];
  const reader = new Reader(document, document.data, [], errors);
  reader.onlyKeys(['rules', 'aliases', 'placeholders']);
  const overlay: Overlay = {
    rules: rulesOf(reader),
    aliases: sourcesOf(reader),
    placeholders: placeholdersOf(reader),
  };
  if (errors[0] !== undefined) throw errors[0];
  return overlay;
}

function rulesOf(reader: Reader): Record<string, RuleOverlay> {
  const section = reader.child('rules');
  if (section === undefined) return {};
  return Object.fromEntries(
    Object.keys(section.map).flatMap((id) => {
      const rule = section.child(id);
      return rule === undefined ? [] : [[id, ruleOf(rule)]];
    }),
  );
}

function ruleOf(reader: Reader): RuleOverlay {
  reader.onlyKeys(['off', 'reason', 'level', 'aliases', 'placeholders']);
  const { off } = reader.map;
  if (off !== undefined && typeof off !== 'boolean') {
    reader.note('schema', '`off` is not true or false.', 'off');
  }
  const reason = reader.text('reason');
  const level = reader.oneOf('level', LEVELS);
  const aliases = reader.child('aliases');
  return {
    ...(typeof off === 'boolean' ? { off } : {}),
    ...(reason === undefined ? {} : { reason }),
    ...(level === undefined ? {} : { level }),
    ...(aliases === undefined ? {} : { aliases: fieldsOf(aliases) }),
    ...('placeholders' in reader.map ? { placeholders: placeholdersOf(reader) } : {}),
  };
}

function sourcesOf(reader: Reader): NonNullable<Overlay['aliases']> {
  const list = reader.map['aliases'] ?? [];
  if (!Array.isArray(list)) {
    reader.note('schema', '`aliases` is no list of {logsource, fields}.', 'aliases');
    return [];
  }
  return list.flatMap((value, at) => {
    const each = reader.within(isMap(value) ? value : {}, 'aliases', at);
    const logsource = readLogsource(each);
    const fields = each.child('fields', true);
    return fields === undefined ? [] : [{ logsource, fields: fieldsOf(fields) }];
  });
}

const fieldsOf = (reader: Reader): Record<string, string[]> =>
  Object.fromEntries(Object.keys(reader.map).map((field) => [field, reader.texts(field)]));

function placeholdersOf(reader: Reader): Placeholders {
  const section = reader.child('placeholders');
  if (section === undefined) return {};
  return Object.fromEntries(
    Object.entries(section.map).map(([name, value]) => {
      const list: unknown[] = Array.isArray(value) ? value : [value];
      const values = list.filter((each) => typeof each === 'string' || typeof each === 'number');
      if (values.length !== list.length) {
        section.note('schema', `\`${name}\` is no list of texts and numbers.`, name);
      }
      return [name, values];
    }),
  );
}

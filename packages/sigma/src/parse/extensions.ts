// What Sigma has no word for, under our own names in `custom_attributes`, so that a file stays
// valid Sigma: `acta.absence`, `acta.first_seen`, `acta.spike`, `acta.off_hours`,
// `acta.impossible_travel`, `acta.suppress`.
import type { Extension } from '../model.ts';
import type { Reader } from './reader.ts';

const DAY_MS = 86_400_000;

const readers: Record<string, (reader: Reader, rules: readonly string[]) => Extension | undefined> =
  {
    'acta.absence'(reader, rules) {
      const expected = reader.required('expected');
      if (expected === undefined) return undefined;
      if (!rules.includes(expected)) {
        reader.note('reference', "`expected` is none of the correlation's `rules`.", 'expected');
      }
      return { type: 'absence', expected };
    },
    'acta.first_seen'(reader) {
      const fields = reader.texts('fields');
      if (fields.length === 0) reader.note('schema', '`fields` names no field.', 'fields');
      const learn_ms = reader.span('learn') ?? 14 * DAY_MS;
      return { type: 'first_seen', fields, learn_ms, keep_ms: reader.span('keep') ?? 90 * DAY_MS };
    },
    'acta.spike'(reader) {
      return {
        type: 'spike',
        factor: reader.number('factor', { least: 1, most: 1e6 }) ?? 5,
        minimum: reader.number('minimum', { least: 1, most: 1e9 }) ?? 10,
        windows: reader.number('windows', { least: 2, most: 1_000 }) ?? 24,
        learn_ms: reader.span('learn') ?? 7 * DAY_MS,
      };
    },
    'acta.off_hours'(reader) {
      return {
        type: 'off_hours',
        minimum: reader.number('minimum', { least: 1, most: 1e9 }) ?? 50,
        share: reader.number('share', { least: 0, most: 1 }) ?? 0.01,
        learn_ms: reader.span('learn') ?? 14 * DAY_MS,
      };
    },
    'acta.impossible_travel'(reader) {
      return {
        type: 'impossible_travel',
        latitude: reader.text('latitude') ?? 'context.geo.latitude',
        longitude: reader.text('longitude') ?? 'context.geo.longitude',
        speed_kmh: reader.number('speed_kmh', { least: 1, most: 1e6 }) ?? 1_000,
      };
    },
  };

/** The extension that a correlation names, if any; more than one is an error. */
export function readExtension(reader: Reader, rules: readonly string[]): Extension | undefined {
  const custom = reader.child('custom_attributes');
  if (custom === undefined) return undefined;
  const named = Object.keys(custom.map).filter((key) => key in readers);
  const [first, second] = named;
  if (second !== undefined)
    custom.note('correlation', `${first} and ${second} exclude each other.`);
  if (first === undefined) return undefined;
  const section = custom.child(first);
  return section === undefined ? undefined : readers[first]!(section, rules);
}

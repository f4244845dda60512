import { catalogue } from '@acta/event/catalogue';
import { fields } from '@acta/query';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { RuleField } from '../api/types.ts';
import { useDebounced } from '../sources/mapping/use-debounced.ts';
import { plural } from '../lib/numbers.ts';
import type { KnownField, KnownFields } from './complete-rule.ts';
import { percent } from './filter-rules.ts';
import { ruleFieldsQuery, rulesQuery } from './queries.ts';

const SETTLE_MS = 300;

const ACTA: readonly KnownField[] = fields.map(({ path, description, values }) => ({
  name: path,
  about: description,
  values: path === 'action' ? [...catalogue.keys()] : values,
}));
const BESIDE: readonly KnownField[] = ACTA.map((field) => ({
  ...field,
  name: `acta.${field.name}`,
}));

/** What can be completed in a rule for a log source: its fields, and the log sources themselves. */
export function useKnownFields(logsource: Record<string, string>): KnownFields {
  const rules = useQuery(rulesQuery());
  // What is being typed is not asked for letter by letter.
  const settled = useDebounced(JSON.stringify(logsource), SETTLE_MS);
  const native = useQuery(ruleFieldsQuery(JSON.parse(settled) as typeof logsource)).data?.items;
  const isActa = (logsource['product'] ?? 'acta') === 'acta';
  return useMemo(() => {
    const sources = (rules.data?.rules ?? []).flatMap((rule) => rule.logsource ?? []);
    return {
      logsources: [...new Set(sources)],
      fields: isActa ? withNative(ACTA, native ?? []) : [...known(native ?? []), ...BESIDE],
    };
  }, [rules.data, native, isActa]);
}

const known = (found: readonly RuleField[]): KnownField[] =>
  found.map((field) => ({ name: field.name, about: aboutField(field), values: field.values }));

/** Acta's own fields keep their words, and get the values that rules compare them with. */
function withNative(own: readonly KnownField[], found: readonly RuleField[]): KnownField[] {
  const byName = new Map(found.map((field) => [field.name, field]));
  const names = new Set(own.map(({ name }) => name));
  return [
    ...own.map((field) => ({ ...field, values: field.values ?? byName.get(field.name)?.values })),
    ...known(found.filter(({ name }) => !names.has(name))),
  ];
}

function aboutField({ rules, seen }: RuleField): string {
  const words = [
    rules > 0 && `in ${plural(rules, 'rule')}`,
    seen > 0 && `in ${seen === 1 ? 'every record' : `${percent(seen)} of the records`} of late`,
  ];
  return words.filter((word) => word !== false).join(' · ');
}

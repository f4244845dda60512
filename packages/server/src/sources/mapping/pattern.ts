// Patterns of users, in linear time (RE2 syntax), bounded in size and in the text they look at.
import { RE2JS } from 're2js';
import { mappingLimits, spend, type Budget } from './limits.ts';

export interface Pattern {
  /** Whether it is found in the text. */
  test(text: string, budget: Budget): boolean;
  /** The named groups that took part in the first match; undefined without a match. */
  groups(text: string, budget: Budget): Record<string, string> | undefined;
  /** The first group of the first match, or the whole match where there is no group. */
  first(text: string, budget: Budget): string | undefined;
  names: readonly string[];
}

export type ParsedPattern = { ok: true; pattern: Pattern } | { ok: false; message: string };

const stepCost = 250;

/** Compiles a pattern in RE2's syntax. */
export function parsePattern(source: string): ParsedPattern {
  const { pattern_max_length, pattern_max_size } = mappingLimits;
  if (source === '') return { ok: false, message: 'a pattern is missing' };
  if (source.length > pattern_max_length) {
    return { ok: false, message: `is longer than ${pattern_max_length} characters` };
  }
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(source);
  } catch (error) {
    return { ok: false, message: `is no pattern in RE2 syntax: ${reasonOf(error)}` };
  }
  const size = compiled.programSize();
  if (size > pattern_max_size) {
    return { ok: false, message: `is too large: ${size} instructions of ${pattern_max_size}` };
  }
  return { ok: true, pattern: patternOf(compiled, size) };
}

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^error parsing regexp: /, '');
}

function patternOf(compiled: RE2JS, size: number): Pattern {
  const numbers = Object.entries(compiled.namedGroups());
  const find = (text: string, budget: Budget) => {
    const seen = text.slice(0, mappingLimits.pattern_text_max_length);
    spend(budget, 1 + Math.ceil((size * seen.length) / stepCost));
    const matcher = compiled.matcher(seen);
    return matcher.find() ? matcher : undefined;
  };
  return {
    names: numbers.map(([name]) => name),
    test: (text, budget) => find(text, budget) !== undefined,
    groups(text, budget) {
      const matcher = find(text, budget);
      if (matcher === undefined) return undefined;
      const groups: Record<string, string> = {};
      for (const [name, number] of numbers) {
        const value = matcher.group(number);
        if (typeof value === 'string' && value !== '') groups[name] = value;
      }
      return groups;
    },
    first(text, budget) {
      const matcher = find(text, budget);
      if (matcher === undefined) return undefined;
      const value = matcher.group(compiled.groupCount() === 0 ? 0 : 1);
      return typeof value === 'string' && value !== '' ? value : undefined;
    },
  };
}

// A rule's condition with its search identifiers put in.
import { SigmaError } from '../errors.ts';
import type { DetectionRule, FilterRule } from '../model.ts';
import { isMeant, parseCondition, type Condition } from '../parse/condition.ts';
import { join, type Expression } from './expression.ts';
import type { Placeholders } from './placeholders.ts';
import { compileSearch } from './searches.ts';

/**
 * The expression of a rule, with all filters on it: a filter's condition must hold as well, as
 * pySigma has it.
 *
 * @throws SigmaError whose path begins at the document
 */
export function compileRule(
  rule: DetectionRule,
  filters: readonly FilterRule[] = [],
  placeholders: Placeholders = {},
): Expression {
  const options = { placeholders, version: rule.version };
  const searches = new Searches('detection', rule.searches, options);
  const any = join(
    'or',
    rule.conditions.map((condition) => expressionOf(parseCondition(condition), searches)),
  );
  searches.checkAll();
  const and = filters.map((filter) => {
    const own = new Searches('filter', filter.searches, options);
    return expressionOf(parseCondition(filter.condition), own);
  });
  return join('and', [any, ...and]);
}

class Searches {
  readonly #section: string;
  readonly #values: Record<string, unknown>;
  readonly #options: Parameters<typeof compileSearch>[1];
  readonly #made = new Map<string, Expression>();

  constructor(
    section: string,
    values: Record<string, unknown>,
    options: Parameters<typeof compileSearch>[1],
  ) {
    this.#section = section;
    this.#values = values;
    this.#options = options;
  }

  names(): string[] {
    return Object.keys(this.#values);
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#values, name);
  }

  get(name: string): Expression {
    let made = this.#made.get(name);
    if (made !== undefined) return made;
    try {
      made = { type: 'search', name, item: compileSearch(this.#values[name], this.#options) };
    } catch (error) {
      if (!(error instanceof SigmaError)) throw error;
      throw new SigmaError(error.code, error.message, [this.#section, name, ...error.path]);
    }
    this.#made.set(name, made);
    return made;
  }

  /** Also those that no condition names must be right. */
  checkAll(): void {
    for (const name of this.names()) this.get(name);
  }

  get path(): string[] {
    return [this.#section, 'condition'];
  }
}

function expressionOf(condition: Condition, searches: Searches): Expression {
  switch (condition.type) {
    case 'and':
    case 'or':
      return join(
        condition.type,
        condition.items.map((item) => expressionOf(item, searches)),
      );
    case 'not':
      return { type: 'not', item: expressionOf(condition.item, searches) };
    case 'name': {
      if (searches.has(condition.name)) return searches.get(condition.name);
      const known = searches.names().join(', ');
      const message = `The condition names "${condition.name}"; there are ${known}.`;
      throw new SigmaError('condition', message, searches.path);
    }
    default: {
      const meant = searches.names().filter((name) => isMeant(name, condition.pattern));
      if (meant.length === 0) {
        const message = `No search identifier is meant by "${condition.pattern}".`;
        throw new SigmaError('condition', message, searches.path);
      }
      return join(
        condition.every ? 'and' : 'or',
        meant.map((name) => searches.get(name)),
      );
    }
  }
}

// A rule file checked as it would run: parsed, compiled, references resolved; each thing that is
// wrong with its place in the text.
import { createRuleset } from './engine/ruleset.ts';
import type { Overlay } from './engine/overlay.ts';
import type { SigmaError } from './errors.ts';
import type { Rule } from './model.ts';
import { readDocuments } from './parse/documents.ts';
import { parseRules, type ParsedFile } from './parse/rules.ts';

export interface CheckOptions {
  /** What messages and `origin.file` call the text. */
  file?: string;
  overlay?: Overlay;
  /** Rules of other files, which correlations and filters of this one may name. */
  others?: readonly Rule[];
}

/**
 * Checks the text of a rule file. `rules` are all that parse, `errors` whatever keeps one of them
 * from running. Never throws for what the text says.
 */
export function checkRules(text: string, options: CheckOptions = {}): ParsedFile {
  const { file = 'rule.yml', overlay = {}, others = [] } = options;
  const { rules, errors } = parseRules(text, file);
  const own = new Set(rules.map(({ origin }) => origin));
  const { rejected } = createRuleset([...rules, ...others], overlay);
  const late = rejected.flatMap(({ rule, error }) => {
    if (!own.has(rule.origin)) return [];
    // A document that does not parse is missed by those that name it: one message is enough.
    if (error.code === 'reference' && errors.length > 0) return [];
    return [placed(error, rule, text)];
  });
  return { rules, errors: [...errors, ...late] };
}

function placed(error: SigmaError, { origin }: Rule, text: string): SigmaError {
  const document = readDocuments(text)[origin.document];
  return document === undefined ? error : error.at(document.position(error.path));
}

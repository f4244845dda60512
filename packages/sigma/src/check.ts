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
  const { file = 'rule.yml', ...more } = options;
  return checkFiles([{ file, text }], more)[0]!;
}

/** Checks files that may name each other's rules, in the order given. */
export function checkFiles(
  files: readonly { file: string; text: string }[],
  { overlay = {}, others = [] }: Omit<CheckOptions, 'file'> = {},
): ParsedFile[] {
  const parsed = files.map(({ file, text }) => parseRules(text, file));
  const rules = parsed.flatMap((each) => each.rules);
  const { rejected } = createRuleset([...rules, ...others], overlay);
  const refused = new Map(rejected.map(({ rule, error }) => [rule.origin, error]));
  return parsed.map(({ rules: own, errors }, at) => {
    const late = own.flatMap(({ origin }) => {
      const error = refused.get(origin);
      // A document that does not parse is missed by those that name it: one message is enough.
      if (error === undefined || (error.code === 'reference' && errors.length > 0)) return [];
      return [placed(error, origin.document, files[at]!.text)];
    });
    return { rules: own, errors: [...errors, ...late] };
  });
}

function placed(error: SigmaError, place: number, text: string): SigmaError {
  const document = readDocuments(text)[place];
  return document === undefined ? error : error.at(document.position(error.path));
}

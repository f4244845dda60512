// Texts with places to fill: `{repo.owner}/{repo.name}`; `{{` and `}}` stand for braces.
import { mappingLimits } from './limits.ts';
import { isMany, parsePath, valueAt, valuesAt, type Path, type Scope } from './path.ts';
import type { Json } from '../reader.ts';

export type Template = readonly (string | Path)[];

export type ParsedTemplate =
  | { ok: true; template: Template }
  | { ok: false; column: number; message: string };

/** Reads a template; a text without places is one constant part. */
export function parseTemplate(text: string): ParsedTemplate {
  if (text.length > mappingLimits.template_max_length) {
    return wrong(1, `is longer than ${mappingLimits.template_max_length} characters`);
  }
  const parts: (string | Path)[] = [];
  let plain = '';
  let at = 0;
  while (at < text.length) {
    const sign = text[at] as string;
    if ((sign === '{' || sign === '}') && text[at + 1] === sign) {
      plain += sign;
      at += 2;
    } else if (sign === '}') return wrong(at + 1, 'a } without a {; write }} for the sign itself');
    else if (sign === '{') {
      const end = placeEnd(text, at + 1);
      if (end < 0) return wrong(at + 1, 'a { without a }; write {{ for the sign itself');
      const parsed = parsePath(text.slice(at + 1, end));
      if (!parsed.ok) return wrong(at + 1 + parsed.column, parsed.message);
      if (plain !== '') parts.push(plain);
      plain = '';
      parts.push(parsed.path);
      at = end + 1;
    } else {
      plain += sign;
      at++;
    }
  }
  if (plain !== '' || parts.length === 0) parts.push(plain);
  if (parts.length > mappingLimits.template_max_places * 2) {
    return wrong(1, `has more than ${mappingLimits.template_max_places} places`);
  }
  return { ok: true, template: parts };
}

/** The end of a place: braces inside quoted names don't count. */
function placeEnd(text: string, from: number): number {
  let quoted = false;
  for (let at = from; at < text.length; at++) {
    const sign = text[at];
    if (quoted && sign === '\\') at++;
    else if (sign === '"') quoted = !quoted;
    else if (!quoted && sign === '}') return at;
    else if (!quoted && sign === '{') return -1;
  }
  return -1;
}

const wrong = (column: number, message: string): ParsedTemplate => ({ ok: false, column, message });

/** The value of a template: one place alone keeps its type; undefined where any place is empty. */
export function fillTemplate(template: Template, scope: Scope): Json | undefined {
  const [first] = template;
  if (template.length === 1) {
    if (typeof first === 'string') return first;
    return single(first as Path, scope);
  }
  let text = '';
  for (const part of template) {
    if (typeof part === 'string') text += part;
    else {
      const value = textOf(single(part, scope));
      if (value === undefined) return undefined;
      text += value;
    }
    if (text.length > longestText) return text.slice(0, longestText);
  }
  return text;
}

const longestText = 65_536;

/** The value at a path; a path with `[*]` gives a list. */
export function single(path: Path, scope: Scope): Json | undefined {
  if (!isMany(path)) return valueAt(path, scope);
  const values = valuesAt(path, scope);
  return values.length === 0 ? undefined : values;
}

/** A scalar as text; the first of a list; undefined for objects. */
export function textOf(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return Array.isArray(value) && value.length > 0 && !Array.isArray(value[0])
    ? textOf(value[0])
    : undefined;
}

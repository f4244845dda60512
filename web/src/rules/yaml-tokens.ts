// YAML of rules, coloured line by line. It tells keys, texts and marks apart and nothing more: what
// is right or wrong says the server.

export type YamlKind =
  | 'key'
  | 'modifier'
  | 'string'
  | 'word'
  | 'number'
  | 'comment'
  | 'mark'
  | 'plain';

export interface YamlToken {
  kind: YamlKind;
  text: string;
}

const COMMENT = /(^|\s)#.*$/;
const KEY = /^((?:'[^']*'|"[^"]*"|[^\s#'"[\]{},&*!:-][^#:]*?|-[^\s#:][^#:]*?))(\s*:)(?=\s|$)/;
const LITERAL = /^(true|false|null|yes|no)$/i;
const NUMBER = /^-?\d+(\.\d+)?$/;

/** The tokens of a line; joined together they are the line again. */
export function yamlLine(line: string): YamlToken[] {
  const tokens: YamlToken[] = [];
  const push = (kind: YamlKind, text: string) => {
    if (text !== '') tokens.push({ kind, text });
  };
  if (/^(---|\.\.\.)\s*$/.test(line)) return [{ kind: 'mark', text: line }];
  const indent = /^\s*/.exec(line)![0];
  push('plain', indent);
  let rest = line.slice(indent.length);
  for (let dash = /^-(\s+|$)/.exec(rest); dash; dash = /^-(\s+|$)/.exec(rest)) {
    push('mark', dash[0]);
    rest = rest.slice(dash[0].length);
  }
  if (rest.startsWith('#')) {
    push('comment', rest);
    return tokens;
  }
  const key = KEY.exec(rest);
  if (key) {
    const [whole, name, colon] = key;
    const bar = name!.indexOf('|');
    push('key', bar < 0 ? name! : name!.slice(0, bar));
    if (bar >= 0) push('modifier', name!.slice(bar));
    push('mark', colon!);
    rest = rest.slice(whole.length);
  }
  const space = /^\s*/.exec(rest)![0];
  push('plain', space);
  pushValue(rest.slice(space.length), push);
  return tokens;
}

function pushValue(text: string, push: (kind: YamlKind, text: string) => void): void {
  const quoted = /^('(?:[^']|'')*'|"(?:[^"\\]|\\.)*")/.exec(text);
  if (quoted) {
    push('string', quoted[0]);
    pushComment(text.slice(quoted[0].length), push);
    return;
  }
  const comment = COMMENT.exec(text);
  const value = comment ? text.slice(0, comment.index) : text;
  const bare = value.trimEnd();
  if (LITERAL.test(bare)) push('word', bare);
  else if (NUMBER.test(bare)) push('number', bare);
  else if (/^[|>][+-]?\d?$/.test(bare)) push('mark', bare);
  else push('plain', bare);
  push('plain', value.slice(bare.length));
  if (comment) push('comment', text.slice(value.length));
}

function pushComment(text: string, push: (kind: YamlKind, text: string) => void): void {
  const at = text.indexOf('#');
  push('plain', at < 0 ? text : text.slice(0, at));
  if (at >= 0) push('comment', text.slice(at));
}

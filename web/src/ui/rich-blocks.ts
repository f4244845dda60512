// The few marks of guides: numbered and plain lists, paragraphs, code, strong words, addresses.

export interface Block {
  kind: 'paragraph' | 'numbers' | 'points';
  lines: string[];
}

export interface Inline {
  kind: 'text' | 'code' | 'strong' | 'link';
  text: string;
}

const ITEM = /^\s*(?:(\d+)[.)]|[-*•])\s+(.*)$/;

export function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let open = null as Block | null;
  for (const line of text.split(/\r?\n/)) {
    const item = ITEM.exec(line);
    if (line.trim() === '') {
      // A list goes on after an empty line if an item follows.
      if (open?.kind === 'paragraph') open = null;
    } else if (item) {
      const kind = item[1] === undefined ? 'points' : 'numbers';
      if (open?.kind !== kind) blocks.push((open = { kind, lines: [] }));
      open.lines.push(item[2]!);
    } else if (open !== null && (open.kind === 'paragraph' || /^\s/.test(line))) {
      // A further line of the paragraph, or of the list's last item.
      if (open.kind === 'paragraph') open.lines.push(line.trim());
      else open.lines.push(`${open.lines.pop()!} ${line.trim()}`);
    } else {
      blocks.push((open = { kind: 'paragraph', lines: [line.trim()] }));
    }
  }
  return blocks;
}

const INLINE = /`([^`]+)`|\*\*([^*]+)\*\*|(https?:\/\/[^\s<>)"'`]+[^\s<>)"'`.,;:])/g;

export function inlinesOf(text: string): Inline[] {
  const parts: Inline[] = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    const [whole, code, strong, link] = match;
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) });
    if (code !== undefined) parts.push({ kind: 'code', text: code });
    else if (strong !== undefined) parts.push({ kind: 'strong', text: strong });
    else parts.push({ kind: 'link', text: link! });
    end = match.index + whole.length;
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) });
  return parts;
}

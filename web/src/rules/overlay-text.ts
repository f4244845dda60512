// Aliases and placeholders as lines of text: `name: value, value`. Pure.

export type Lists = Record<string, (string | number)[]>;

export function listsText(lists: Lists | undefined): string {
  return Object.entries(lists ?? {})
    .map(([name, values]) => `${name}: ${values.join(', ')}`)
    .join('\n');
}

/** The lists of a text, or the line that is none. */
export function listsOf(text: string): { lists: Record<string, string[]>; wrong: string | null } {
  const lists: Record<string, string[]> = {};
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const at = line.indexOf(':');
    const name = line.slice(0, Math.max(0, at)).trim().replaceAll('%', '');
    const values = line
      .slice(at + 1)
      .split(',')
      .map((value) => value.trim())
      .filter((value) => value !== '');
    if (at < 0 || name === '' || values.length === 0) return { lists, wrong: line.trim() };
    lists[name] = values;
  }
  return { lists, wrong: null };
}

// What changed between two texts, line by line: the longest common run of lines stays.

export interface DiffLine {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

/** Texts longer than this are shown as wholly changed: the table of the search is quadratic. */
const LINES_MAX = 2_000;

export function lineDiff(before: string, after: string): DiffLine[] {
  const old = before.split('\n');
  const now = after.split('\n');
  if (old.length > LINES_MAX || now.length > LINES_MAX) {
    return [...old.map(line('removed')), ...now.map(line('added'))];
  }
  const lengths = commonLengths(old, now);
  const found: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      found.push({ kind: 'same', text: old[i]! });
      i += 1;
      j += 1;
    } else if (j >= now.length || (i < old.length && lengths[i + 1]![j]! >= lengths[i]![j + 1]!)) {
      found.push({ kind: 'removed', text: old[i]! });
      i += 1;
    } else {
      found.push({ kind: 'added', text: now[j]! });
      j += 1;
    }
  }
  return found;
}

const line = (kind: DiffLine['kind']) => (text: string) => ({ kind, text });

/** How many lines the rests of the two texts have in common, from each pair of places on. */
function commonLengths(old: readonly string[], now: readonly string[]): Uint16Array[] {
  const rows = Array.from({ length: old.length + 1 }, () => new Uint16Array(now.length + 1));
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      rows[i]![j] =
        old[i] === now[j] ? rows[i + 1]![j + 1]! + 1 : Math.max(rows[i + 1]![j]!, rows[i]![j + 1]!);
    }
  }
  return rows;
}

/** Only the changes with some lines around them; null stands where lines were left out. */
export function withContext(lines: readonly DiffLine[], around = 3): (DiffLine | null)[] {
  const isNear = lines.map((_, at) =>
    lines.slice(Math.max(0, at - around), at + around + 1).some(({ kind }) => kind !== 'same'),
  );
  const shown: (DiffLine | null)[] = [];
  for (const [at, each] of lines.entries()) {
    if (isNear[at]) shown.push(each);
    else if (shown.at(-1) !== null) shown.push(null);
  }
  return shown;
}

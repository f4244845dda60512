// Hits of one group in the order of their times, as numbers in pairs: time, then the event's
// number.

export type Timeline = number[];

/** Puts a hit in its place; at the same time, later ones stand behind. */
export function insert(line: Timeline, time: number, ref: number): number {
  let at = line.length;
  while (at > 0 && line[at - 2]! > time) at -= 2;
  if (at === line.length) line.push(time, ref);
  else line.splice(at, 0, time, ref);
  return at;
}

/** Lets go of hits at or before a time, and of the oldest beyond `most`. */
export function trim(line: Timeline, until: number, most: number): void {
  let at = 0;
  while (at < line.length && line[at]! <= until) at += 2;
  at = Math.max(at, line.length - 2 * most);
  if (at > 0) line.splice(0, at);
}

export const lastTime = (line: Timeline): number => line.at(-2) ?? -Infinity;

export function refsOf(line: Timeline, from: number, to: number, most: number): number[] {
  const refs: number[] = [];
  for (let at = Math.max(from, to - 2 * most); at < to; at += 2) refs.push(line[at + 1]!);
  return refs;
}

/**
 * Calls `read` for 0 … count-1 and yields the answers in order, with up to `ahead` calls under way
 * beyond the one awaited.
 */
export async function* readAhead<T>(
  count: number,
  ahead: number,
  read: (index: number) => Promise<T>,
): AsyncGenerator<T> {
  const underway: Promise<T>[] = [];
  let next = 0;
  while (next < count || underway.length > 0) {
    while (next < count && underway.length <= ahead) {
      const answer = read(next++);
      // A failure is thrown where its turn comes; until then it must not count as unhandled.
      answer.catch(() => undefined);
      underway.push(answer);
    }
    yield await underway.shift()!;
  }
}

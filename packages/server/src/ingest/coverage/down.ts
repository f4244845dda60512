// When Acta itself was not running: known from when it was last seen alive. A machine that slept
// looks the same.
import type { StoredDown } from './ports.ts';
import { merged, type Span } from './spans.ts';

export interface DownTimes {
  /** Begins to watch; `seen`: when Acta was last known to run, 0 where never. */
  start(seen: number, now: number): void;
  /** Acta runs: to be told every few seconds. */
  alive(now: number): void;
  /** As `merged` gives them. */
  spans(): Span[];
  untold(): Span[];
  told(span: Span): void;
  /** What is to be saved, since the last call. */
  step(): { alive: number; down: StoredDown[] };
  /** It could not be saved: the next step has it too. */
  keepFresh(down: readonly StoredDown[]): void;
}

/** @param least_ms shorter than this is a restart */
export function createDownTimes(stored: readonly StoredDown[], least_ms: number): DownTimes {
  const all: StoredDown[] = stored.map(({ began, ended, told }) => ({ began, ended, told }));
  const fresh = new Set<StoredDown>();
  let last = 0;
  let spans = merged(all.map(({ began, ended }): Span => [began, ended]));

  function add(began: number, ended: number): void {
    const down = { began, ended, told: false };
    all.push(down);
    fresh.add(down);
    spans = merged(all.map((each): Span => [each.began, each.ended]));
  }

  function alive(now: number): void {
    if (last > 0 && now - last > least_ms) add(last, now);
    last = now;
  }

  return {
    start(seen, now) {
      // A clock that was turned back has nothing to tell.
      last = seen > now ? 0 : seen;
      alive(now);
    },
    alive,
    spans: () => spans,
    untold: () => all.flatMap(({ began, ended, told }): Span[] => (told ? [] : [[began, ended]])),
    told([began]) {
      for (const down of all) {
        if (down.began !== began) continue;
        down.told = true;
        fresh.add(down);
      }
    },
    step() {
      const down = [...fresh];
      fresh.clear();
      return { alive: last, down };
    },
    keepFresh(down) {
      for (const each of down) fresh.add(each);
    },
  };
}

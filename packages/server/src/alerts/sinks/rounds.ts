// Work that is asked for again and again, done once at a time: who asks during a round gets another
// one after it.
export interface Rounds {
  ask(): void;
  /** Resolves when nothing is asked for; takes no more after `end`. */
  settled(): Promise<void>;
  end(): void;
}

/** @param work must not throw */
export function createRounds(work: () => Promise<void>): Rounds {
  const state = { isAsked: false, isEnded: false, running: null as Promise<void> | null };
  const run = async (): Promise<void> => {
    do {
      state.isAsked = false;
      await work();
    } while (state.isAsked && !state.isEnded);
    state.running = null;
  };
  return {
    ask() {
      state.isAsked = true;
      if (!state.isEnded) state.running ??= run();
    },
    async settled() {
      await state.running;
    },
    end() {
      state.isEnded = true;
    },
  };
}

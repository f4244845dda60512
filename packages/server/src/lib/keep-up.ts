// The two states of whoever follows the log: behind, and reading it; or live, and told of each
// commit. It goes live only in the turn in which it saw the head, so that no commit slips between.

export interface KeepUp {
  /** True while it is told of commits and reads nothing. */
  isLive(): boolean;
  isStopped(): boolean;
  /** It missed something: it reads the log again. */
  fallBehind(): void;
  /** Resolves once it reads no more. */
  stop(): Promise<void>;
}

export interface KeepUpOptions {
  /** True while the log holds what was not taken. */
  isBehind: () => boolean;
  /** Reads the log up to its head, or until it is stopped; tried again where it throws. */
  catchUp: (isStopped: () => boolean) => Promise<void>;
  onError: (error: unknown) => void;
}

const RETRY_MS = 500;

/** Begins to read in a turn of its own: what it calls may be made after it. */
export function keepUp({ isBehind, catchUp, onError }: KeepUpOptions): KeepUp {
  const state = { stopped: false, live: false };
  const isStopped = (): boolean => state.stopped;
  let wake: () => void = () => {};

  const run = async (): Promise<void> => {
    await Promise.resolve();
    while (!state.stopped) {
      try {
        await catchUp(isStopped);
        const behind = new Promise<void>((resolve) => (wake = resolve));
        // No await since the last look at the head.
        state.live = !state.stopped && !isBehind();
        if (state.live) await behind;
      } catch (error) {
        onError(error);
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  };

  const running = run();
  const fallBehind = (): void => {
    state.live = false;
    wake();
  };
  return {
    isLive: () => state.live,
    isStopped,
    fallBehind,
    async stop() {
      state.stopped = true;
      fallBehind();
      await running;
    },
  };
}

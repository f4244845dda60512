import { useSyncExternalStore } from 'react';

export type ProofState = 'durable' | 'checked' | 'witnessed' | 'broken';

const states = new Map<string, ProofState>();
const listeners = new Set<() => void>();

/** Remembers, until the page is closed, what this browser found out about an event's proof. */
export function rememberProof(id: string, state: ProofState): void {
  states.set(id, state);
  for (const listener of listeners) listener();
}

export function useProofState(id: string): ProofState {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => states.get(id) ?? 'durable',
  );
}

const WORDS: Record<ProofState, string> = {
  durable: 'In the log, not checked here yet',
  checked: 'Proof checked in this browser',
  witnessed: 'Proof checked in this browser, witnessed',
  broken: 'Does not verify',
};

/** Hollow: in the log. Single: checked here. Double: witnessed too. Red cross: does not verify. */
export function ProofTick({ id }: { id: string }) {
  const state = useProofState(id);
  return <TickGlyph state={state} />;
}

export function TickGlyph({ state }: { state: ProofState }) {
  return (
    <svg
      className={`tick tick-${state}`}
      width="16"
      height="16"
      viewBox="0 0 16 16"
      role="img"
      aria-label={WORDS[state]}
    >
      <title>{WORDS[state]}</title>
      {state === 'durable' && <circle cx="8" cy="8" r="3.25" />}
      {state === 'checked' && <path d="m4 8.4 2.7 2.7L12 5.4" />}
      {state === 'witnessed' && <path d="m1.8 8.4 2.7 2.7 5.3-5.7M8 11l.1.1 5.9-5.7" />}
      {state === 'broken' && <path d="m4.5 4.5 7 7M11.5 4.5l-7 7" />}
    </svg>
  );
}

import type { SourceHealth } from '../api/types.ts';

const STATES: Record<SourceHealth['state'], { word: string; look: string; about: string }> = {
  waiting: { word: 'Waiting', look: '', about: 'No delivery has come yet.' },
  healthy: { word: 'Healthy', look: 'good', about: 'It is heard as expected.' },
  silent: { word: 'Silent', look: 'warn', about: 'Nothing has come for longer than usual.' },
  failing: {
    word: 'Failing',
    look: 'bad',
    about: 'Recent deliveries were refused or not understood.',
  },
  paused: { word: 'Paused', look: '', about: 'Deliveries are refused until it is resumed.' },
};

export function SourceState({ state }: { state: SourceHealth['state'] }) {
  const { word, look, about } = STATES[state];
  return (
    <span className={`badge ${look}`} title={about} data-state={state}>
      <i className={`state-dot state-${state}`} />
      {word}
    </span>
  );
}

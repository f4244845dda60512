// What Acta said of a source before, read from the log again: after a crash, or where the control
// store was lost, it is known all the same.
import { noSkew } from './skew.ts';
import type { SourceState } from './state.ts';

export interface Said {
  action: string;
  /** Id of the event. */
  id: string;
  labels: Readonly<Record<string, string>>;
}

/** Remembers it; done too where it is known. */
export function foldSaid(state: SourceState, { action, id, labels }: Said): void {
  if (action === 'source.silent') openSilence(state, Date.parse(labels['since'] ?? ''), id);
  else if (action === 'source.heard') {
    const from = Date.parse(labels['silent_from'] ?? '');
    const silence = state.silences.find((each) => each.from === from);
    if (silence !== undefined) silence.to = Date.parse(labels['silent_to'] ?? '');
  } else if (action === 'source.gap_found' || action === 'source.reconciled') {
    const found = Date.parse(labels['found'] ?? '');
    for (const gap of state.sequences.gaps) {
      if (gap.stream !== labels['stream'] || gap.found !== found) continue;
      if (String(gap.first) !== labels['first']) continue;
      if (action === 'source.gap_found') gap.told = id;
      else gap.filled = id;
    }
  } else if (action === 'source.clock_skewed') {
    if (state.skew.since === Date.parse(labels['since'] ?? '')) state.skew.told = id;
  } else if (action === 'source.clock_corrected') {
    if (state.skew.since === Date.parse(labels['since'] ?? '')) state.skew = noSkew();
  } else if (action === 'coverage.day_recorded') {
    const day = labels['day'] ?? '';
    if (state.recorded === null || day > state.recorded) state.recorded = day;
  }
}

function openSilence(state: SourceState, from: number, told: string): void {
  if (Number.isNaN(from) || state.silences.some((each) => each.from === from)) return;
  state.silences.push({ from, to: null, told });
}

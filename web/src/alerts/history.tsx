import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { meQuery } from '../api/queries.ts';
import type { AlertDetail, AlertStep } from '../api/types.ts';
import { ago } from '../lib/time.ts';
import { Button } from '../ui/button.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { ErrorNote } from '../ui/states.tsx';
import { useAct } from './queries.ts';
import { STEP_WORDS } from './words.ts';

/** What was done, by whom, and what they wrote; and the place for a note. */
export function History({ alert }: { alert: AlertDetail }) {
  const me = useQuery(meQuery()).data;
  return (
    <section className="section" aria-label="History">
      <h2>History</h2>
      <ol className="alert-steps">
        {foldsTogether(alert.history).map(({ step, times }, place) => (
          <li key={place} data-what={step.what}>
            <p>
              <strong>{step.by}</strong> {STEP_WORDS[step.what]}
              {times > 1 && ` ${times} times`}{' '}
              <time className="faint" dateTime={step.at} title={step.at}>
                · {ago(step.at, Date.now())}
              </time>
            </p>
            {step.note !== undefined && step.note !== '' && <RichText text={step.note} />}
          </li>
        ))}
      </ol>
      {me?.permissions.includes('alerts.write') && <NoteForm id={alert.id} />}
    </section>
  );
}

/** The same finding again and again is one line. */
function foldsTogether(history: readonly AlertStep[]): { step: AlertStep; times: number }[] {
  const lines: { step: AlertStep; times: number }[] = [];
  for (const step of history) {
    const before = lines.at(-1);
    if (step.what === 'folded' && before?.step.what === 'folded') {
      lines[lines.length - 1] = { step, times: before.times + 1 };
    } else {
      lines.push({ step, times: 1 });
    }
  }
  return lines;
}

function NoteForm({ id }: { id: string }) {
  const [text, setText] = useState('');
  const act = useAct();
  const failed = act.data?.failed[0];
  return (
    <form
      className="note-form"
      onSubmit={(event) => {
        event.preventDefault();
        act.mutate(
          { ids: [id], asked: { action: 'note', note: text.trim() } },
          { onSuccess: ({ done }) => done > 0 && setText('') },
        );
      }}
    >
      <textarea
        className="input"
        rows={2}
        aria-label="Note"
        placeholder="What did you find? It is kept with the alert and in the log."
        maxLength={10_000}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <Button type="submit" disabled={act.isPending || text.trim() === ''}>
        Write the note
      </Button>
      {failed !== undefined && <ErrorNote error={failed} />}
    </form>
  );
}

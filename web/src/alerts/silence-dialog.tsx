import { useState, type FormEvent } from 'react';
import type { Alert, SilenceMatch } from '../api/types.ts';
import { formText } from '../lib/form-text.ts';
import { secondTime } from '../lib/time.ts';
import { Button } from '../ui/button.tsx';
import { Modal } from '../ui/modal.tsx';
import { ErrorNote } from '../ui/states.tsx';
import { useSilence } from './queries.ts';
import { entityText } from './words.ts';

const HOUR_MS = 3_600_000;
export const SILENCE_LENGTHS = [
  { text: '1 hour', ms: HOUR_MS },
  { text: '4 hours', ms: 4 * HOUR_MS },
  { text: '1 day', ms: 24 * HOUR_MS },
  { text: '7 days', ms: 168 * HOUR_MS },
  { text: '30 days', ms: 720 * HOUR_MS },
] as const;

type Part = keyof SilenceMatch;

/** What of the alert a silence can name, with how people read it. */
function partsOf({ rule, actor, target, source }: Alert): [Part, string, string][] {
  const parts: [Part, string, string | undefined][] = [
    ['rule', rule.id, rule.title],
    ['actor', actor?.id ?? '', actor === null ? undefined : entityText(actor)],
    ['target', target?.id ?? '', target === null ? undefined : entityText(target)],
    ['source', source ?? '', source ?? undefined],
  ];
  return parts.flatMap(([part, value, text]) =>
    text === undefined || value === '' ? [] : [[part, value, text] as [Part, string, string]],
  );
}

interface SilenceProps {
  alert: Alert;
  onClose: () => void;
  onDone: () => void;
}

/** Tells nobody of such alerts for a while, with a reason; they are kept all the same. */
export function SilenceDialog({ alert, onClose, onDone }: SilenceProps) {
  const parts = partsOf(alert);
  const [named, setNamed] = useState<ReadonlySet<Part>>(new Set(['rule', 'actor']));
  const [length, setLength] = useState<number>(SILENCE_LENGTHS[1].ms);
  const silence = useSilence();
  const meant = parts.filter(([part]) => named.has(part));
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = formText(event.currentTarget, 'reason');
    const ends = new Date(Date.now() + length).toISOString();
    const match: SilenceMatch = Object.fromEntries(meant.map(([part, value]) => [part, value]));
    const onSuccess = () => {
      onDone();
      onClose();
    };
    silence.mutate({ ends, reason, match }, { onSuccess });
  };
  return (
    <Modal
      open
      onClose={onClose}
      title="Silence"
      about="Alerts that agree with all of this are kept, and nobody is told of them."
    >
      <form onSubmit={submit}>
        <PartChoices parts={parts} named={named} onChange={setNamed} />
        <LengthField length={length} onChange={setLength} />
        <ReasonField />
        {silence.isError && <ErrorNote error={silence.error} />}
        <div className="actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={silence.isPending || meant.length === 0}>
            Silence them
          </Button>
        </div>
      </form>
    </Modal>
  );
}

interface PartChoicesProps {
  parts: readonly [Part, string, string][];
  named: ReadonlySet<Part>;
  onChange: (named: ReadonlySet<Part>) => void;
}

function PartChoices({ parts, named, onChange }: PartChoicesProps) {
  const toggle = (part: Part) => {
    const next = new Set(named);
    if (!next.delete(part)) next.add(part);
    onChange(next);
  };
  return (
    <fieldset className="picks">
      <legend className="visually-hidden">Which alerts</legend>
      {parts.map(([part, , text]) => (
        <label key={part} className="pick" data-on={named.has(part) || undefined}>
          <input type="checkbox" checked={named.has(part)} onChange={() => toggle(part)} />
          <span>
            <span className="soft">{part}</span> <strong>{text}</strong>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function LengthField(props: { length: number; onChange: (length: number) => void }) {
  const ends = new Date(Date.now() + props.length).toISOString();
  return (
    <div className="field">
      <label htmlFor="silence-length">For</label>
      <select
        id="silence-length"
        className="input"
        value={props.length}
        onChange={({ target }) => props.onChange(Number(target.value))}
      >
        {SILENCE_LENGTHS.map(({ text, ms }) => (
          <option key={ms} value={ms}>
            {text}
          </option>
        ))}
      </select>
      <p className="hint">Ends {secondTime(ends)}.</p>
    </div>
  );
}

function ReasonField() {
  return (
    <div className="field">
      <label htmlFor="silence-reason">Reason</label>
      <input
        id="silence-reason"
        name="reason"
        className="input"
        required
        maxLength={1000}
        autoComplete="off"
      />
      <p className="hint">It stands in the log with your name.</p>
    </div>
  );
}

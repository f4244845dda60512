import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { getJson, queryString } from '../../api/client.ts';
import type { LoggedEvent, RawAnswer } from '../../api/types.ts';
import { formText } from '../../lib/form-text.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { ErrorNote } from '../../ui/states.tsx';

/** The source's own record. Reading it is an event of its own, so it takes a deliberate press. */
export function RawPanel({ event }: { event: LoggedEvent }) {
  const [pretty, setPretty] = useState(true);
  const reveal = useMutation({
    mutationFn: (reason: string) =>
      getJson<RawAnswer>(
        `/v1/events/${encodeURIComponent(event.id)}/raw${queryString({ reason })}`,
      ),
  });
  const answer = reveal.data;
  if (answer === undefined) {
    return (
      <RevealForm
        source={event.source?.name ?? 'the source'}
        busy={reveal.isPending}
        error={reveal.isError ? reveal.error : null}
        onReveal={(reason) => reveal.mutate(reason)}
      />
    );
  }
  if (answer.raw === null) {
    return (
      <div className="note">
        <Icon name="empty" />
        <p>{answer.why ?? 'The source sent no record of its own for this event.'}</p>
      </div>
    );
  }
  return (
    <>
      <div className="raw-tools">
        <span className="faint small">Your reveal is in the log.</span>
        <Button look="plain" aria-pressed={!pretty} on={!pretty} onClick={() => setPretty(!pretty)}>
          As received
        </Button>
        <CopyButton text={answer.raw} label="Copy the raw record" />
      </div>
      <JsonView text={answer.raw} pretty={pretty} />
      {answer.raw_sha256 && (
        <p className="small faint raw-digest">
          SHA-256 of the bytes as received <code>{answer.raw_sha256}</code>
        </p>
      )}
    </>
  );
}

interface RevealFormProps {
  source: string;
  busy: boolean;
  error: unknown;
  onReveal: (reason: string) => void;
}

function RevealForm({ source, busy, error, onReveal }: RevealFormProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onReveal(formText(event.currentTarget, 'reason'));
  };
  return (
    <form className="reveal" onSubmit={submit}>
      <Icon name="eye" size={20} />
      <p>The record as {source} sent it. It may hold names, addresses and content.</p>
      <p className="soft">
        Revealing it is recorded in the log as <code>raw.revealed</code>, with your name, this event
        and the reason. Secrets in it were masked before it was stored.
      </p>
      <div className="field reveal-reason">
        <label htmlFor="reason">
          Reason <span className="faint">(needed where your role masks fields)</span>
        </label>
        <input id="reason" name="reason" className="input" maxLength={500} autoComplete="off" />
      </div>
      <Button type="submit" look="primary" disabled={busy}>
        Reveal and record it
      </Button>
      {error !== null && <ErrorNote error={error} />}
    </form>
  );
}

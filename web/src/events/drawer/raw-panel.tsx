import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { getJson } from '../../api/client.ts';
import type { LoggedEvent, RawAnswer } from '../../api/types.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { ErrorNote } from '../../ui/states.tsx';

/** The source's own record. Reading it is an event of its own, so it takes a deliberate press. */
export function RawPanel({ event }: { event: LoggedEvent }) {
  const [pretty, setPretty] = useState(true);
  const reveal = useMutation({
    mutationFn: () => getJson<RawAnswer>(`/v1/events/${encodeURIComponent(event.id)}/raw`),
  });
  const answer = reveal.data;
  if (answer === undefined) {
    return (
      <div className="reveal">
        <Icon name="eye" size={20} />
        <p>
          The record as {event.source?.name ?? 'the source'} sent it. It may hold names, addresses
          and content.
        </p>
        <p className="soft">
          Revealing it is recorded in the log as <code>raw.revealed</code>, with your name and this
          event. Secrets in it were masked before it was stored.
        </p>
        <Button look="primary" disabled={reveal.isPending} onClick={() => reveal.mutate()}>
          Reveal and record it
        </Button>
        {reveal.isError && <ErrorNote error={reveal.error} />}
      </div>
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

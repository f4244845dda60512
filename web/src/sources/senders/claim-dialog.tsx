import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { send } from '../../api/client.ts';
import { sourceTypesQuery } from '../../api/queries.ts';
import type { Source, UnknownSender } from '../../api/types.ts';
import { formText } from '../../lib/form-text.ts';
import { Button } from '../../ui/button.tsx';
import { Modal } from '../../ui/modal.tsx';
import { ErrorNote } from '../../ui/states.tsx';
import { takesSyslog, withEntry } from '../settings/setting-groups.ts';

interface ClaimDialogProps {
  sender: UnknownSender;
  sources: Source[];
  onClose: () => void;
}

/** Gives a sender's address to a source: one that is there, or a new one. */
export function ClaimDialog({ sender, sources, onClose }: ClaimDialogProps) {
  const queries = useQueryClient();
  const types = useQuery(sourceTypesQuery());
  const takers = new Set(types.data?.items.filter(takesSyslog).map(({ type }) => type));
  // A token of no source is not mended by an address.
  const known = sender.reason === 'sender_unknown';
  const choices = known ? sources.filter(({ type }) => takers.has(type)) : [];
  const claim = useMutation({
    mutationFn: (source: Source) =>
      send('PATCH', `/v1/sources/${encodeURIComponent(source.name)}`, {
        settings: { syslog_from: withEntry(source.settings['syslog_from'], sender.address) },
      }),
    onSuccess: async () => {
      onClose();
      await queries.invalidateQueries({ queryKey: ['unknown-senders'] });
      await queries.invalidateQueries({ queryKey: ['sources'] });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = formText(event.currentTarget, 'source');
    const source = choices.find((each) => each.name === name);
    if (source) claim.mutate(source);
  };
  const create = (
    <Link
      to="/sources/new"
      search={{ type: 'syslog', from: sender.address }}
      className={`button ${choices.length === 0 ? 'primary' : ''}`}
    >
      Make a new source
    </Link>
  );
  return (
    <Modal open onClose={onClose} title={`${sender.address} is …`} about={aboutOf(sender)}>
      <form className="settings-form" onSubmit={submit}>
        {choices.length > 0 && (
          <div className="field">
            <label htmlFor="source">A host of the source</label>
            <select id="source" name="source" className="input">
              {choices.map(({ name, type }) => (
                <option key={name} value={name}>
                  {name} ({type})
                </option>
              ))}
            </select>
            <p className="hint">
              The address is added to those that the source takes syslog from; its messages are
              recorded from then on.
            </p>
          </div>
        )}
        {claim.isError && <ErrorNote error={claim.error} />}
        <div className="actions">
          <Button onClick={onClose}>Cancel</Button>
          {known && create}
          {choices.length > 0 && (
            <Button type="submit" look="primary" disabled={claim.isPending}>
              Take its messages
            </Button>
          )}
        </div>
      </form>
    </Modal>
  );
}

function aboutOf({ reason, host, program }: UnknownSender): string {
  const named = host === null ? '' : ` Its last message says that it is ${host}`;
  const wrote = program === null || host === null ? '' : `, written by ${program}`;
  const told = named === '' ? '' : `${named}${wrote}. Whoever can send can say so.`;
  return reason === 'token_unknown'
    ? `It shows a token that is of no source: correct the token at the sender.${told}`
    : `Say whose messages these are.${told}`;
}

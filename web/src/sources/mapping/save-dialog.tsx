import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError, send } from '../../api/client.ts';
import type { RenormalisePreview, SourceMapping } from '../../api/types.ts';
import { count } from '../../lib/numbers.ts';
import { Button } from '../../ui/button.tsx';
import { Modal } from '../../ui/modal.tsx';
import { ErrorNote, SkeletonLines } from '../../ui/states.tsx';
import type { Document } from './document.ts';
import { factsOf } from './result-panel.tsx';

interface SaveDialogProps {
  source: string;
  documents: { mapping?: Document | null; overrides?: Document | null };
  base: number;
  onClose: () => void;
  onSaved: (saved: SourceMapping) => void;
}

const path = (source: string) => `/v1/sources/${encodeURIComponent(source)}`;

/** What saving would mean for the events that came so far, then the saving itself. */
export function SaveDialog({ source, documents, base, onClose, onSaved }: SaveDialogProps) {
  const [note, setNote] = useState('');
  const queries = useQueryClient();
  const preview = useQuery({
    queryKey: ['renormalise-preview', source, documents],
    queryFn: () =>
      send<RenormalisePreview>('POST', `${path(source)}/renormalise`, {
        dry_run: true,
        ...documents,
      }),
    gcTime: 0,
    retry: false,
  });
  const save = useMutation({
    mutationFn: () =>
      send<SourceMapping>('PUT', `${path(source)}/mapping`, { ...documents, base, note }),
    onSuccess: async (saved) => {
      queries.setQueryData(['mapping', source], saved);
      await queries.invalidateQueries({ queryKey: ['source', source] });
      await queries.invalidateQueries({ queryKey: ['unmapped', source] });
      onSaved(saved);
    },
  });
  return (
    <Modal
      open
      onClose={onClose}
      title="Save the mapping"
      about="From now on records become events this way. The version before is kept, and what changed is an event in the log."
      className="wide"
    >
      {preview.isPending && <SkeletonLines lines={3} label="Looking at what came so far" />}
      {preview.isError && <ErrorNote error={preview.error} />}
      {preview.data && <PreviewNote preview={preview.data} />}
      <div className="field save-note">
        <label htmlFor="mapping-note">
          Why <span className="faint">(optional)</span>
        </label>
        <input
          id="mapping-note"
          className="input"
          maxLength={500}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </div>
      {save.isError && <SaveError error={save.error} />}
      <div className="actions">
        <Button onClick={onClose}>Cancel</Button>
        <Button look="primary" disabled={save.isPending} onClick={() => save.mutate()}>
          Save version {base + 1}
        </Button>
      </div>
    </Modal>
  );
}

function SaveError({ error }: { error: unknown }) {
  const places = error instanceof ApiError ? error.problem.errors : undefined;
  return (
    <>
      <ErrorNote error={error} />
      {places?.map(({ path: place, message }) => (
        <p className="wrong" key={place}>
          <span className="mono">{place}</span> {message}
        </p>
      ))}
    </>
  );
}

/** How many of the events that came would say something else, with examples. */
export function PreviewNote({ preview }: { preview: RenormalisePreview }) {
  const { considered, changed, skipped, complete, examples } = preview;
  const which = complete ? 'all' : 'the latest';
  if (considered === 0) return <p className="soft">Nothing came so far that it would change.</p>;
  return (
    <div className="preview" data-preview>
      <p>
        <strong>{count(changed)}</strong> of {which} {count(considered)} events that came so far
        would say something else.
        {skipped > 0 && <span className="faint"> {count(skipped)} can’t be read again.</span>}
      </p>
      {examples.slice(0, 3).map(({ id, before, after }) => (
        <Difference key={id} before={before} after={after} />
      ))}
    </div>
  );
}

function Difference({ before, after }: { before: object; after: object }) {
  const from = new Map(factsOf(before));
  const to = new Map(factsOf(after));
  const names = [...new Set([...from.keys(), ...to.keys()])].filter(
    (name) => from.get(name) !== to.get(name) && !name.startsWith('revision'),
  );
  return (
    <dl className="difference">
      {names.slice(0, 8).map((name) => (
        <div key={name}>
          <dt className="mono">{name}</dt>
          <dd>
            {from.has(name) && <del>{from.get(name)}</del>}{' '}
            {to.has(name) && <ins>{to.get(name)}</ins>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { send } from '../api/client.ts';
import { sourcesQuery } from '../api/queries.ts';
import type { KeyCreated, Role } from '../api/types.ts';
import { formText } from '../lib/form-text.ts';
import { Button } from '../ui/button.tsx';
import { CopyLine } from '../ui/copy-button.tsx';
import { Modal } from '../ui/modal.tsx';
import { ErrorNote } from '../ui/states.tsx';

const ROLES: { id: Role; about: string }[] = [
  { id: 'viewer', about: 'Reads what its scope allows' },
  { id: 'responder', about: 'Searches everything' },
  { id: 'auditor', about: 'Reads, exports and proves everything' },
  { id: 'collector', about: 'Sends events of one source, reads nothing' },
  { id: 'admin', about: 'Everything' },
];

const DAYS: [string, string][] = [
  ['', 'Never'],
  ['30', 'In 30 days'],
  ['90', 'In 90 days'],
  ['365', 'In a year'],
];

export function CreateKey({ open, onClose }: { open: boolean; onClose: () => void }) {
  const queries = useQueryClient();
  const create = useMutation({
    mutationFn: (body: object) => send<KeyCreated>('POST', '/v1/keys', body),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['keys'] }),
  });
  const close = () => {
    onClose();
    create.reset();
  };
  return (
    <Modal
      open={open}
      onClose={close}
      title={create.data ? 'The key' : 'Create a key'}
      about={
        create.data
          ? 'Copy it now: it is shown this once, and only its hash is kept.'
          : 'For a program, or a person without single sign-on. Creating it is an event in the log.'
      }
    >
      {create.data ? (
        <>
          <div className="new-key">
            <CopyLine text={create.data.key} label="Copy the key" />
          </div>
          <div className="actions">
            <Button look="primary" onClick={close}>
              I have copied it
            </Button>
          </div>
        </>
      ) : (
        <KeyForm
          busy={create.isPending}
          error={create.isError ? create.error : null}
          onCancel={close}
          onSubmit={(body) => create.mutate(body)}
        />
      )}
    </Modal>
  );
}

interface KeyFormProps {
  busy: boolean;
  error: unknown;
  onCancel: () => void;
  onSubmit: (body: object) => void;
}

function KeyForm({ busy, error, onCancel, onSubmit }: KeyFormProps) {
  const [role, setRole] = useState<Role>('viewer');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const text = (name: string) => formText(form, name);
    const days = Number(text('expires'));
    onSubmit({
      name: text('name'),
      role,
      ...(text('scope') ? { scope: text('scope') } : {}),
      ...(text('source') ? { source: text('source') } : {}),
      ...(days > 0 ? { expires: new Date(Date.now() + days * 86_400_000).toISOString() } : {}),
    });
  };
  return (
    <form className="key-form" onSubmit={submit}>
      <div className="field">
        <label htmlFor="key-name">Name</label>
        <input
          id="key-name"
          name="name"
          className="input"
          required
          maxLength={100}
          autoComplete="off"
        />
      </div>
      <div className="field">
        <label htmlFor="key-role">Role</label>
        <select
          id="key-role"
          className="input"
          value={role}
          onChange={(event) => setRole(event.target.value as Role)}
        >
          {ROLES.map((one) => (
            <option key={one.id} value={one.id}>
              {one.id}: {one.about}
            </option>
          ))}
        </select>
      </div>
      {role === 'viewer' && <ScopeField />}
      {role === 'collector' && <SourceField />}
      <div className="field">
        <label htmlFor="key-expires">Expires</label>
        <select id="key-expires" name="expires" className="input">
          {DAYS.map(([days, label]) => (
            <option key={days} value={days}>
              {label}
            </option>
          ))}
        </select>
      </div>
      {error !== null && <ErrorNote error={error} />}
      <div className="actions">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" look="primary" disabled={busy}>
          Create the key
        </Button>
      </div>
    </form>
  );
}

function ScopeField() {
  return (
    <div className="field">
      <label htmlFor="key-scope">
        Scope <span className="faint">(optional)</span>
      </label>
      <input
        id="key-scope"
        name="scope"
        className="input mono"
        placeholder="source:acme environment:production"
        autoComplete="off"
      />
      <p className="hint">A query: the key sees only what it finds.</p>
    </div>
  );
}

function SourceField() {
  const sources = useQuery(sourcesQuery());
  return (
    <div className="field">
      <label htmlFor="key-source">Source</label>
      <select id="key-source" name="source" className="input" required>
        {(sources.data?.items ?? []).map((source) => (
          <option key={source.id} value={source.name}>
            {source.name} ({source.type})
          </option>
        ))}
      </select>
      <p className="hint">Events sent with the key are events of this source.</p>
    </div>
  );
}

import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { send } from '../../api/client.ts';
import type { Source } from '../../api/types.ts';
import { formText } from '../../lib/form-text.ts';
import { Button } from '../../ui/button.tsx';
import { CopyLine } from '../../ui/copy-button.tsx';
import { Modal } from '../../ui/modal.tsx';
import { ErrorNote } from '../../ui/states.tsx';

const BYTES = 32;

/** As long and as random as those that the server makes. */
function madeUp(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(BYTES));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** Changes the secret of a source; the one before stays valid beside it. */
export function NewSecret({ source, onClose }: { source: Source; onClose: () => void }) {
  const [secret, setSecret] = useState<string | null>(null);
  const change = useMutation({
    mutationFn: (next: string) =>
      send('PATCH', `/v1/sources/${encodeURIComponent(source.name)}`, {
        settings: { secret: next },
      }),
    onSuccess: (_answer, next) => setSecret(next),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.mutate(formText(event.currentTarget, 'given') || madeUp());
  };
  if (secret !== null) {
    return (
      <Modal
        open
        onClose={onClose}
        title={`The new secret of ${source.name}`}
        about="Copy it into the product now: it is shown this once. The secret before stays valid until the next change."
      >
        <div className="new-key">
          <CopyLine text={secret} label="Copy the new secret" />
        </div>
        <div className="actions">
          <Button look="primary" onClick={onClose}>
            I have copied it
          </Button>
        </div>
      </Modal>
    );
  }
  return (
    <Modal
      open
      onClose={onClose}
      title={`A new secret for ${source.name}`}
      about="The secret of now stays valid beside the new one until the next change, so nothing is lost while the product is told. To end a secret that leaked at once, change it twice."
    >
      <form className="settings-form" onSubmit={submit}>
        <div className="field">
          <label htmlFor="given">
            New secret <span className="faint">(made up when empty)</span>
          </label>
          <input
            id="given"
            name="given"
            type="password"
            className="input mono"
            minLength={8}
            autoComplete="new-password"
          />
        </div>
        {change.isError && <ErrorNote error={change.error} />}
        <div className="actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={change.isPending}>
            Change the secret
          </Button>
        </div>
      </form>
    </Modal>
  );
}

import { parseVkey } from '@acta/log';
import { useState, type FormEvent } from 'react';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Modal } from '../../ui/modal.tsx';
import { shortTime } from '../../lib/time.ts';
import { keyLabel, useTrust, type Trusted } from './trust.ts';
import { formText } from '../../lib/form-text.ts';

interface KeyTrustProps {
  trust: Trusted;
  /** The server now names other keys than the trusted ones. */
  changed: boolean;
}

/** Says whose signature counts and since when, and lets the reader replace it knowingly. */
export function KeyTrust({ trust, changed }: KeyTrustProps) {
  const [replacing, setReplacing] = useState(false);
  const since = shortTime(trust.since, new Date());
  return (
    <section className="fields" aria-label="Trusted key">
      <h3>Trusted key</h3>
      {changed && (
        <div className="note bad" role="alert">
          <Icon name="warning" />
          <p>
            <strong>The server&apos;s key has changed.</strong> It names another key than the one
            that this browser trusts since {since}. Unless your operator told you of a new key,
            treat it as an attack.
          </p>
        </div>
      )}
      {trust.vkeys.map((vkey) => (
        <div key={vkey} className="secret">
          <code title={vkey}>{keyLabel(vkey)}</code>
          <CopyButton text={vkey} label="Copy the verifier key" />
        </div>
      ))}
      <p className="small soft key-note">
        {trust.how === 'first_use'
          ? `Trusted on first use, ${since}: this browser took it from this server and holds on to it. To trust it for a reason, compare it with the key that your operator published.`
          : `You gave this key yourself, ${since}.`}{' '}
        <button type="button" className="link-button" onClick={() => setReplacing(true)}>
          Trust another key
        </button>
      </p>
      <ReplaceKey open={replacing} onClose={() => setReplacing(false)} />
    </section>
  );
}

function ReplaceKey({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [, setTrust] = useTrust();
  const [wrong, setWrong] = useState<string | null>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = formText(event.currentTarget, 'vkey');
    try {
      parseVkey(text);
      setTrust({ vkeys: [text], since: new Date().toISOString(), how: 'pasted' });
      setWrong(null);
      onClose();
    } catch (error) {
      setWrong(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <Modal
      open={open}
      onClose={onClose}
      title="Trust another key"
      about="Paste the verifier key line that the log's operator gave you by another way than this server. Proofs are then checked against it, in this browser."
    >
      <form onSubmit={submit} style={{ marginTop: 12 }}>
        <div className="field">
          <label htmlFor="vkey">Verifier key</label>
          <textarea
            id="vkey"
            name="vkey"
            className="input mono"
            rows={3}
            spellCheck={false}
            required
          />
          {wrong && (
            <p className="wrong" role="alert">
              {wrong}
            </p>
          )}
        </div>
        <div className="actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary">
            Trust this key
          </Button>
        </div>
      </form>
    </Modal>
  );
}

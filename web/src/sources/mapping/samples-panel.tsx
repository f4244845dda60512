import { useState } from 'react';
import type { SourceSample } from '../../api/types.ts';
import { ago } from '../../lib/time.ts';
import { Button } from '../../ui/button.tsx';
import { Modal } from '../../ui/modal.tsx';
import { leavesOf, parsed } from './document.ts';

export interface Sample {
  id: string;
  title: string;
  note: string;
  raw: string;
  headers: Record<string, string>;
}

/** A sample of the API as the editor lists it. */
export function sampleOf(sample: SourceSample): Sample {
  const { id, from, native, received, raw, headers } = sample;
  const title = from === 'quarantine' ? 'In quarantine' : (native ?? 'record');
  return { id, title, note: ago(received, Date.now()), raw, headers };
}

interface SamplesPanelProps {
  samples: readonly Sample[];
  chosen: number;
  onChoose: (place: number) => void;
  onPaste: (raw: string) => void;
  onTake: (path: string) => void;
}

/** Records that came, or were pasted; a click on a value takes its path into the field. */
export function SamplesPanel({ samples, chosen, onChoose, onPaste, onTake }: SamplesPanelProps) {
  const [pasting, setPasting] = useState(false);
  const sample = samples[chosen];
  return (
    <section className="mapping-panel samples-panel" aria-label="Samples">
      <div className="panel-head">
        <h2>Samples</h2>
        <Button look="plain" icon="plus" onClick={() => setPasting(true)}>
          Paste one
        </Button>
      </div>
      {samples.length === 0 ? (
        <p className="soft panel-note">
          Nothing came yet. Send a record to the intake address, or paste one here.
        </p>
      ) : (
        <ul className="sample-list" tabIndex={0} aria-label="Records">
          {samples.map(({ id, title, note }, place) => (
            <li key={id}>
              <button
                type="button"
                className="sample"
                aria-pressed={place === chosen}
                onClick={() => onChoose(place)}
              >
                <span className="mono sample-title">{title}</span>
                <span className="faint small">{note}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {sample && <Values sample={sample} onTake={onTake} />}
      {pasting && (
        <PasteDialog
          onClose={() => setPasting(false)}
          onPaste={(raw) => {
            setPasting(false);
            onPaste(raw);
          }}
        />
      )}
    </section>
  );
}

function Values({ sample, onTake }: { sample: Sample; onTake: (path: string) => void }) {
  const record = parsed(sample.raw);
  const headers = Object.entries(sample.headers).map(([name, value]) => ({
    path: /[.[\]{}"]/.test(name) ? `@headers["${name}"]` : `@headers.${name}`,
    value,
  }));
  const leaves = typeof record === 'string' ? [{ path: '@text', value: record }] : leavesOf(record);
  return (
    <div className="values" tabIndex={0} role="region" aria-label="Values of the sample">
      {[...leaves, ...headers].map(({ path, value }) => (
        <button
          key={path}
          type="button"
          className="value"
          title={`Take {${path}} into the field`}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onTake(path)}
        >
          <span className="value-path">{path}</span>
          <span className={`value-text${String(value).startsWith('masked:') ? ' masked' : ''}`}>
            {String(value)}
          </span>
        </button>
      ))}
    </div>
  );
}

function PasteDialog(props: { onClose: () => void; onPaste: (raw: string) => void }) {
  const [raw, setRaw] = useState('');
  return (
    <Modal
      open
      onClose={props.onClose}
      title="Paste a record"
      about="JSON or a line of text, as the tool sends it. It stays in this page and is not recorded."
      className="wide"
    >
      <textarea
        className="input mono paste"
        rows={10}
        aria-label="Record"
        value={raw}
        spellCheck={false}
        onChange={(event) => setRaw(event.target.value)}
      />
      <div className="actions">
        <Button onClick={props.onClose}>Cancel</Button>
        <Button
          look="primary"
          disabled={raw.trim() === ''}
          onClick={() => props.onPaste(raw.trim())}
        >
          Add the sample
        </Button>
      </div>
    </Modal>
  );
}

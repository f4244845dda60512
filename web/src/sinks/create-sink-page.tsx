import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState, type FormEvent } from 'react';
import type { SinkCreated, SinkKind, SinkSetting } from '../api/types.ts';
import { formText } from '../lib/form-text.ts';
import { Button } from '../ui/button.tsx';
import { CopyLine } from '../ui/copy-button.tsx';
import { CrumbHead } from '../ui/crumb-head.tsx';
import { Icon } from '../ui/icon.tsx';
import { ErrorNote, SkeletonLines } from '../ui/states.tsx';
import { sinkKindsQuery, useCreateSink } from './queries.ts';
import { SettingField, settingsOf } from './setting-fields.tsx';
import { TestSink } from './test-sink.tsx';
import '../sources/sources.css';
import './sinks.css';

/** From the choice of a kind to the first message that came. */
export function CreateSinkPage() {
  const { kind: chosen } = useSearch({ from: '/app/sinks/new' });
  const navigate = useNavigate();
  const query = useQuery(sinkKindsQuery());
  const [created, setCreated] = useState<SinkCreated | null>(null);
  const kind = query.data?.items.find((each) => each.kind === chosen);
  useEffect(() => {
    document.title = 'Add a sink · Acta';
  }, []);
  return (
    <div className="page">
      <CrumbHead back={<Link to="/sinks">Sinks</Link>} here="Add a sink" />
      {query.isError && <ErrorNote error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <SkeletonLines lines={5} label="Reading the kinds of sinks" />}
      {query.data && !created && (
        <section className="section" aria-label="Kind">
          <h2>1. Choose where to tell</h2>
          <div className="cards">
            {kind && (
              <div className="card chosen-card">
                <span>
                  <strong>{kind.title}</strong>
                  <span className="soft small">{kind.summary}</span>
                </span>
                <Link to="/sinks/new" search={{}} replace className="button">
                  Another kind
                </Link>
              </div>
            )}
            {(kind ? [] : query.data.items).map((each) => (
              <button
                key={each.kind}
                type="button"
                className="card"
                onClick={() =>
                  void navigate({ to: '/sinks/new', search: { kind: each.kind }, replace: true })
                }
              >
                <strong>{each.title}</strong>
                <span className="soft small">{each.summary}</span>
              </button>
            ))}
          </div>
        </section>
      )}
      {kind && !created && <CreateForm key={kind.kind} kind={kind} onCreated={setCreated} />}
      {created && <Created sink={created} />}
    </div>
  );
}

function CreateForm(props: { kind: SinkKind; onCreated: (sink: SinkCreated) => void }) {
  const { kind, onCreated } = props;
  const create = useCreateSink();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    create.mutate(
      { kind: kind.kind, name: formText(form, 'name'), settings: settingsOf(form, kind.settings) },
      { onSuccess: onCreated },
    );
  };
  return (
    <section className="section" aria-label="Settings">
      <h2>2. Set it up</h2>
      <form className="source-form" onSubmit={submit}>
        <div className="field">
          <label htmlFor="sink-name">Name</label>
          <input
            id="sink-name"
            name="name"
            className="input mono"
            required
            pattern="[a-z0-9][a-z0-9._\-]{0,62}"
            placeholder="on-call"
            autoComplete="off"
            spellCheck={false}
            aria-describedby="sink-name-hint"
          />
          <p className="hint" id="sink-name-hint">
            Small letters, digits, dot, dash. Routes name it; it can not be changed later.
          </p>
        </div>
        <NewFields settings={kind.settings.filter((setting) => !isSettled(setting))} />
        {kind.settings.some(isSettled) && (
          <details className="more-settings">
            <summary>More settings</summary>
            <NewFields settings={kind.settings.filter(isSettled)} />
          </details>
        )}
        {create.isError && <ErrorNote error={create.error} />}
        <Button type="submit" look="primary" disabled={create.isPending}>
          Create the sink
        </Button>
      </form>
    </section>
  );
}

/** What works as it is for nearly everybody. */
const isSettled = ({ required, default: begin }: SinkSetting): boolean =>
  !required && begin !== undefined;

function NewFields({ settings }: { settings: readonly SinkSetting[] }) {
  return settings.map((setting) => (
    <SettingField key={setting.name} setting={setting} value={undefined} isSecretSet={false} />
  ));
}

function Created({ sink }: { sink: SinkCreated }) {
  return (
    <section className="section" aria-label="Created">
      <h2>Sink {sink.name} is ready</h2>
      {sink.secret !== null && (
        <>
          <div className="note warn secret-note">
            <Icon name="key" />
            <p>
              <strong>The signing secret is shown this once.</strong> The receiver checks with it
              that a message comes from here.
            </p>
          </div>
          <div className="secret-lines">
            <CopyLine text={sink.secret} label="Copy the secret" />
          </div>
        </>
      )}
      <SinkAddresses sink={sink} />
      <TestSink name={sink.name} />
      <p className="first-links">
        <Link to="/sinks/$name" params={{ name: sink.name }} className="button">
          Its deliveries
        </Link>
        <Link to="/sinks" className="button">
          Routes
        </Link>
      </p>
    </section>
  );
}

/** What a receiver needs to know of this side. */
export function SinkAddresses({ sink }: { sink: Pick<SinkCreated, 'public_key' | 'answer_url'> }) {
  return (
    <>
      {sink.public_key !== null && (
        <div className="field sink-address">
          <span className="label">Public key: receivers check messages with it</span>
          <CopyLine text={sink.public_key} label="Copy the public key" />
        </div>
      )}
      {sink.answer_url !== null && (
        <div className="field sink-address">
          <span className="label">Where the product sends what people do there</span>
          <CopyLine text={sink.answer_url} label="Copy the address" />
        </div>
      )}
    </>
  );
}

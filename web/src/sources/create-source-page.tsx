import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState, type FormEvent } from 'react';
import { send } from '../api/client.ts';
import { sourceTypesQuery } from '../api/queries.ts';
import type { SourceCreated, SourceType } from '../api/types.ts';
import { Button } from '../ui/button.tsx';
import { CopyLine } from '../ui/copy-button.tsx';
import { Icon } from '../ui/icon.tsx';
import { ErrorNote, SkeletonLines } from '../ui/states.tsx';
import { FirstEvent } from './first-event.tsx';
import { Gallery } from './gallery/gallery.tsx';
import { SetupSteps } from './setup-steps.tsx';
import './sources.css';

/** From "choose product" to "first event seen": three steps on one page. */
export function CreateSourcePage() {
  const { type: chosen } = useSearch({ from: '/app/sources/new' });
  const navigate = useNavigate();
  const types = useQuery(sourceTypesQuery());
  const [created, setCreated] = useState<SourceCreated | null>(null);
  const items = types.data?.items ?? [];
  const type = items.find((one) => one.type === (created?.type ?? chosen));
  useEffect(() => {
    document.title = 'Add a source · Acta';
  }, []);
  return (
    <div className="page">
      <div className="page-head">
        <h1>
          <span className="crumb">
            <Link to="/sources">Sources</Link>
            <Icon name="right" size={14} />
            <span className="crumb-here">Add a source</span>
          </span>
        </h1>
      </div>
      {types.isError && <ErrorNote error={types.error} retry={() => void types.refetch()} />}
      {types.isPending && <SkeletonLines lines={5} label="Reading the products" />}
      {!created && items.length > 0 && (
        <Gallery
          products={items}
          chosen={type?.type}
          onChoose={(one) =>
            void navigate({ to: '/sources/new', search: { type: one }, replace: true })
          }
        />
      )}
      {!created && type && <NameForm key={type.type} type={type} onCreated={setCreated} />}
      {created && type && <Connect created={created} type={type} />}
    </div>
  );
}

function NameForm(props: { type: SourceType; onCreated: (created: SourceCreated) => void }) {
  const { type, onCreated } = props;
  const queries = useQueryClient();
  const create = useMutation({
    mutationFn: (body: object) => send<SourceCreated>('POST', '/v1/sources', body),
    onSuccess: async (created) => {
      onCreated(created);
      await queries.invalidateQueries({ queryKey: ['sources'] });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const settings: Record<string, unknown> = {};
    for (const setting of asked(type)) {
      const value = data.get(`setting-${setting.name}`);
      if (setting.kind === 'flag') settings[setting.name] = value === 'on';
      else if (typeof value === 'string' && value !== '') settings[setting.name] = value;
    }
    create.mutate({ type: type.type, name: data.get('name'), settings });
  };
  return (
    <section className="section" aria-label="Name">
      <h2>2. Name it</h2>
      <form className="source-form" onSubmit={submit}>
        <div className="field">
          <label htmlFor="name">Name</label>
          <input
            id="name"
            name="name"
            className="input mono"
            required
            pattern="[a-z0-9][a-z0-9._\-]{0,62}"
            placeholder="acme"
            autoComplete="off"
            spellCheck={false}
            aria-describedby="name-hint"
          />
          <p className="hint" id="name-hint">
            Small letters, digits, dot, dash. It stands in each event and in the intake address, and
            can not be changed later.
          </p>
        </div>
        {asked(type).map((setting) => (
          <SettingField key={setting.name} setting={setting} />
        ))}
        {create.isError && <ErrorNote error={create.error} />}
        <Button type="submit" look="primary" disabled={create.isPending}>
          Create the source
        </Button>
      </form>
    </section>
  );
}

/** Documents have an editor of their own, once the source is there. */
const asked = (type: SourceType) => type.settings.filter((setting) => setting.kind !== 'json');

function SettingField({ setting }: { setting: SourceType['settings'][number] }) {
  const id = `setting-${setting.name}`;
  if (setting.kind === 'flag') {
    return (
      <label className="flag">
        <input type="checkbox" name={id} /> {setting.title}
      </label>
    );
  }
  return (
    <div className="field">
      <label htmlFor={id}>
        {setting.title} {!setting.required && <span className="faint">(optional)</span>}
      </label>
      <input
        id={id}
        name={id}
        className="input"
        type={setting.kind === 'secret' ? 'password' : 'text'}
        required={setting.required}
        autoComplete="off"
      />
    </div>
  );
}

function Connect({ created, type }: { created: SourceCreated; type: SourceType }) {
  return (
    <>
      <section className="section" aria-label="Secret">
        <h2>Source {created.name} is ready</h2>
        <div className="note warn secret-note">
          <Icon name="key" />
          <p>
            <strong>The secret is shown this once.</strong> Acta keeps it encrypted and never shows
            it again. If it is lost, make a new source.
          </p>
        </div>
        <div className="secret-lines">
          <div className="field">
            <span className="label">Intake address</span>
            <CopyLine text={created.intake_url} label="Copy the intake address" />
          </div>
          <div className="field">
            <span className="label">Secret</span>
            <CopyLine text={created.secret} label="Copy the secret" />
          </div>
        </div>
      </section>
      <section className="section" aria-label="Set the product up">
        <h2>3. Set {type.title} up</h2>
        <SetupSteps
          type={type}
          name={created.name}
          intakeUrl={created.intake_url}
          secret={created.secret}
        />
      </section>
      <FirstEvent source={created.name} />
    </>
  );
}

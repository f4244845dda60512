import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState, type FormEvent } from 'react';
import { send } from '../api/client.ts';
import { sourceTypesQuery } from '../api/queries.ts';
import type { SourceCreated, SourceType } from '../api/types.ts';
import { formText } from '../lib/form-text.ts';
import { Button } from '../ui/button.tsx';
import { CopyLine } from '../ui/copy-button.tsx';
import { CrumbHead } from '../ui/crumb-head.tsx';
import { Icon } from '../ui/icon.tsx';
import { ErrorNote, SkeletonLines } from '../ui/states.tsx';
import { FirstEvent } from './first-event.tsx';
import { Gallery, ProductMark } from './gallery/gallery.tsx';
import { SettingError } from './settings/setting-error.tsx';
import { filledIn, SettingFields } from './settings/setting-fields.tsx';
import { newSettings } from './settings/setting-groups.ts';
import { SetupSteps } from './setup-steps.tsx';
import './sources.css';

/** From "choose product" to "first event seen": three steps on one page. */
export function CreateSourcePage() {
  const { type: chosen, from } = useSearch({ from: '/app/sources/new' });
  const navigate = useNavigate();
  const types = useQuery(sourceTypesQuery());
  const [created, setCreated] = useState<SourceCreated | null>(null);
  const items = types.data?.items ?? [];
  const type = items.find((one) => one.type === (created?.type ?? chosen));
  useEffect(() => {
    document.title = 'Add a source · Acta';
  }, []);
  // Each step begins at its top.
  useEffect(() => {
    document.querySelector('main')?.scrollTo({ top: 0 });
  }, [type?.type, created]);
  const choose = (one: string | undefined) =>
    void navigate({ to: '/sources/new', search: one === undefined ? {} : { type: one } });
  return (
    <div className="page">
      <CrumbHead back={<Link to="/sources">Sources</Link>} here="Add a source" />
      {types.isError && <ErrorNote error={types.error} retry={() => void types.refetch()} />}
      {types.isPending && <SkeletonLines lines={5} label="Reading the products" />}
      {!created && items.length > 0 && !type && <Gallery products={items} onChoose={choose} />}
      {!created && type && (
        <>
          <Chosen type={type} onOther={() => choose(undefined)} />
          <NameForm key={type.type} type={type} from={from} onCreated={setCreated} />
        </>
      )}
      {created && type && <Connect created={created} type={type} />}
    </div>
  );
}

/** The product, once it is chosen. */
function Chosen({ type, onOther }: { type: SourceType; onOther: () => void }) {
  return (
    <section className="section" aria-label="Product">
      <h2>1. Choose the product</h2>
      <div className="card product chosen">
        <ProductMark type={type.type} title={type.title} />
        <span className="product-words">
          <strong>{type.title}</strong>
          <span className="small soft">{type.summary}</span>
        </span>
        <Button onClick={onOther}>Another product</Button>
      </div>
    </section>
  );
}

interface NameFormProps {
  type: SourceType;
  /** The address of a sender of syslog that the source is made for. */
  from: string | undefined;
  onCreated: (created: SourceCreated) => void;
}

function NameForm({ type, from, onCreated }: NameFormProps) {
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
    const form = event.currentTarget;
    const settings = newSettings(type, filledIn(form));
    create.mutate({ type: type.type, name: formText(form, 'name'), settings });
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
            title="Small letters, digits, dot, dash, underscore; at most 63"
            placeholder="acme"
            autoComplete="off"
            spellCheck={false}
            aria-describedby="name-hint"
          />
          <p className="hint" id="name-hint">
            Small letters, digits, dot, dash. It stands in each event and in the intake address, and
            can not be changed later. All else can.
          </p>
        </div>
        <SettingFields type={type} values={from === undefined ? {} : { syslog_from: from }} />
        {create.isError && <SettingError error={create.error} type={type} />}
        <Button type="submit" look="primary" disabled={create.isPending}>
          Create the source
        </Button>
      </form>
    </section>
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
            it again. If it is lost, give the source a new one on its page.
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
      <FirstEvent source={created.name} type={type.type} />
    </>
  );
}

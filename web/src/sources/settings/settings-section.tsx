import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { send } from '../../api/client.ts';
import type { Source, SourceType } from '../../api/types.ts';
import { Button } from '../../ui/button.tsx';
import { Modal } from '../../ui/modal.tsx';
import { NewSecret } from './new-secret.tsx';
import { SettingError } from './setting-error.tsx';
import { filledIn, forgottenIn, SettingFields } from './setting-fields.tsx';
import { changedSettings } from './setting-groups.ts';

interface SettingsSectionProps {
  source: Source;
  type: SourceType;
}

/** What is set for a source, and changing it: its secret too. */
export function SettingsSection({ source, type }: SettingsSectionProps) {
  const [asking, setAsking] = useState<'settings' | 'secret' | null>(null);
  const shown = type.settings.filter(
    ({ name, kind }) =>
      kind !== 'json' && (source.settings[name] !== undefined || source.credentials.includes(name)),
  );
  const asked = type.settings.some(({ kind }) => kind !== 'json');
  return (
    <section className="section" aria-label="Settings">
      <div className="section-head">
        <h2>Settings</h2>
        <div className="section-actions">
          <Button icon="key" onClick={() => setAsking('secret')}>
            New secret
          </Button>
          {asked && (
            <Button icon="settings" onClick={() => setAsking('settings')}>
              Change
            </Button>
          )}
        </div>
      </div>
      {shown.length === 0 && <p className="prose">Nothing is set beside its secret.</p>}
      {shown.length > 0 && (
        <dl className="facts set-settings">
          {shown.map(({ name, title, kind }) => [
            <dt key={name}>{title}</dt>,
            <dd key={`${name}-value`} className={kind === 'text' ? 'mono' : undefined}>
              {valueText(kind, source.settings[name])}
            </dd>,
          ])}
        </dl>
      )}
      {asking === 'settings' && (
        <SettingsDialog source={source} type={type} onClose={() => setAsking(null)} />
      )}
      {asking === 'secret' && <NewSecret source={source} onClose={() => setAsking(null)} />}
    </section>
  );
}

function valueText(kind: SourceType['settings'][number]['kind'], value: unknown): string {
  if (kind === 'secret') return 'set, and never shown';
  if (kind === 'flag') return value === true ? 'yes' : 'no';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function SettingsDialog({ source, type, onClose }: SettingsSectionProps & { onClose: () => void }) {
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: (settings: object) =>
      send('PATCH', `/v1/sources/${encodeURIComponent(source.name)}`, { settings }),
    onSuccess: async () => {
      onClose();
      await queries.invalidateQueries({ queryKey: ['source', source.name] });
      await queries.invalidateQueries({ queryKey: ['sources'] });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const changes = changedSettings(type, source.settings, filledIn(form), forgottenIn(form));
    if (Object.keys(changes).length === 0) onClose();
    else save.mutate(changes);
  };
  return (
    <Modal
      open
      onClose={onClose}
      title={`Settings of ${source.name}`}
      about="They hold from the next delivery on. What changed, and by whom, is an event in the log; values of secrets are not."
      className="wide"
    >
      <form className="settings-form" onSubmit={submit}>
        <SettingFields
          type={{ ...type, settings: type.settings.filter(({ name }) => name !== 'secret') }}
          values={source.settings}
          credentials={source.credentials}
        />
        {save.isError && <SettingError error={save.error} type={type} />}
        <div className="actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={save.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Modal>
  );
}

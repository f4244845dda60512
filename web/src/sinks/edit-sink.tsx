import { useQuery } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import type { Sink } from '../api/types.ts';
import { formText } from '../lib/form-text.ts';
import { Button } from '../ui/button.tsx';
import { Modal } from '../ui/modal.tsx';
import { ErrorNote, SkeletonLines } from '../ui/states.tsx';
import { sinkKindsQuery, useChangeSink } from './queries.ts';
import { SettingField, settingsOf } from './setting-fields.tsx';

/** The settings of a sink; secrets stay as they are where nothing is written. */
export function EditSink({ sink, onClose }: { sink: Sink; onClose: () => void }) {
  const kinds = useQuery(sinkKindsQuery());
  const kind = kinds.data?.items.find((each) => each.kind === sink.kind);
  const change = useChangeSink(sink.name);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const settings = settingsOf(form, kind?.settings ?? [], sink.settings);
    const per_minute = Number(formText(form, 'per_minute'));
    const fold_s = Number(formText(form, 'fold_s'));
    change.mutate({ settings, per_minute, fold_s }, { onSuccess: onClose });
  };
  return (
    <Modal open onClose={onClose} title={`Edit ${sink.name}`}>
      {!kind && <SkeletonLines lines={4} label="Reading the settings" />}
      {kind && (
        <form className="stacked-form" onSubmit={submit}>
          {kind.settings.map((setting) => (
            <SettingField
              key={setting.name}
              setting={setting}
              value={sink.settings[setting.name]}
              isSecretSet={sink.secrets.includes(setting.name)}
            />
          ))}
          <NumberField
            name="per_minute"
            label="Messages a minute, at most"
            value={sink.per_minute}
            min={1}
          />
          <NumberField
            name="fold_s"
            label="Seconds between messages of one alert that only count"
            value={sink.fold_s}
            min={60}
          />
          {change.isError && <ErrorNote error={change.error} />}
          <div className="actions">
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" look="primary" disabled={change.isPending}>
              Save
            </Button>
          </div>
        </form>
      )}
    </Modal>
  );
}

function NumberField(props: { name: string; label: string; value: number; min: number }) {
  return (
    <div className="field">
      <label htmlFor={`sink-${props.name}`}>{props.label}</label>
      <input
        id={`sink-${props.name}`}
        name={props.name}
        type="number"
        className="input"
        min={props.min}
        required
        defaultValue={props.value}
      />
    </div>
  );
}

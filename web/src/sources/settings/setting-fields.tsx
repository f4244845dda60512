import type { SourceType } from '../../api/types.ts';
import { groupsOf, type Filled, type Setting, type SettingGroup } from './setting-groups.ts';
import './settings.css';

interface SettingFieldsProps {
  type: SourceType;
  /** What is set now. */
  values?: Readonly<Record<string, unknown>>;
  /** Names of secret settings that are set. */
  credentials?: readonly string[];
}

/** The fields of a type's settings: its own first, those of its doors behind a title. */
export function SettingFields({ type, values = {}, credentials = [] }: SettingFieldsProps) {
  return groupsOf(type).map((group) => (
    <Group key={group.name} group={group} values={values} credentials={credentials} />
  ));
}

interface GroupProps {
  group: SettingGroup;
  values: Readonly<Record<string, unknown>>;
  credentials: readonly string[];
}

function Group({ group, values, credentials }: GroupProps) {
  const fields = group.settings.map((setting) => (
    <SettingField
      key={setting.name}
      setting={setting}
      value={values[setting.name]}
      isSet={credentials.includes(setting.name)}
    />
  ));
  if (group.name === 'own') return fields;
  const used = group.settings.some(
    ({ name, required }) => required || values[name] !== undefined || credentials.includes(name),
  );
  return (
    <details className="setting-group" open={used}>
      <summary>
        {group.title} <span className="faint">(optional)</span>
      </summary>
      <p className="hint small soft">{group.hint}</p>
      <div className="setting-group-fields">{fields}</div>
    </details>
  );
}

interface SettingFieldProps {
  setting: Setting;
  value: unknown;
  isSet: boolean;
}

function SettingField({ setting, value, isSet }: SettingFieldProps) {
  const id = `setting-${setting.name}`;
  if (setting.kind === 'flag') {
    return (
      <label className="flag">
        <input type="checkbox" name={id} defaultChecked={value === true} /> {setting.title}
      </label>
    );
  }
  const secret = setting.kind === 'secret';
  return (
    <div className="field">
      <label htmlFor={id}>
        {setting.title} {!setting.required && <span className="faint">(optional)</span>}
      </label>
      <input
        id={id}
        name={id}
        className="input"
        type={secret ? 'password' : 'text'}
        required={setting.required && !isSet}
        autoComplete={secret ? 'new-password' : 'off'}
        spellCheck={false}
        defaultValue={typeof value === 'string' ? value : ''}
        placeholder={isSet ? 'Set. Leave empty to keep it.' : undefined}
      />
      {isSet && !setting.required && (
        <label className="flag small">
          <input type="checkbox" name={`forget-${setting.name}`} /> Forget it
        </label>
      )}
    </div>
  );
}

/** What the form that the fields stand in holds. */
export function filledIn(form: HTMLFormElement): Filled {
  const data = new FormData(form);
  return ({ name, kind }) => {
    if (kind === 'json' || form.elements.namedItem(`setting-${name}`) === null) return null;
    const value = data.get(`setting-${name}`);
    if (kind === 'flag') return value === 'on';
    return typeof value === 'string' ? value.trim() : '';
  };
}

/** Names of the secret settings that are to be forgotten. */
export function forgottenIn(form: HTMLFormElement): Set<string> {
  const names = [...new FormData(form).keys()];
  return new Set(
    names.filter((name) => name.startsWith('forget-')).map((name) => name.slice('forget-'.length)),
  );
}

import type { SinkSetting } from '../api/types.ts';

interface SettingFieldProps {
  setting: SinkSetting;
  /** What is set; of secrets only that they are. */
  value: string | boolean | undefined;
  isSecretSet: boolean;
}

/** One setting of a kind of sink, as the server describes it. */
export function SettingField({ setting, value, isSecretSet }: SettingFieldProps) {
  const id = `setting-${setting.name}`;
  const begin = value ?? setting.default;
  if (setting.kind === 'flag') {
    return (
      <div className="field wide-field">
        <label className="flag">
          <input type="checkbox" name={id} defaultChecked={begin === true} /> {setting.title}
        </label>
        <p className="hint">{setting.hint}</p>
      </div>
    );
  }
  const text = typeof begin === 'string' ? begin : '';
  const common = { id, name: id, className: 'input', 'aria-describedby': `${id}-hint` };
  return (
    <div className="field">
      <label htmlFor={id}>
        {setting.title}{' '}
        {!setting.required && <span className="faint">({setting.when ?? 'optional'})</span>}
      </label>
      {setting.kind === 'choice' ? (
        <select {...common} defaultValue={text}>
          {!setting.required && text === '' && <option value="">–</option>}
          {setting.choices?.map((choice) => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
        </select>
      ) : (
        <input
          {...common}
          type={setting.kind === 'secret' ? 'password' : 'text'}
          required={setting.required && !isSecretSet}
          defaultValue={setting.kind === 'secret' ? '' : text}
          placeholder={isSecretSet ? 'Set; write to replace it' : undefined}
          autoComplete="off"
          spellCheck={false}
        />
      )}
      <p className="hint" id={`${id}-hint`}>
        {setting.hint}
      </p>
    </div>
  );
}

/** What the form says; what is left empty is left out, or taken away where it was set. */
export function settingsOf(
  form: HTMLFormElement,
  settings: readonly SinkSetting[],
  known: Record<string, string | boolean> = {},
): Record<string, string | boolean> {
  const data = new FormData(form);
  const found: Record<string, string | boolean> = {};
  for (const { name, kind } of settings) {
    const value = data.get(`setting-${name}`);
    if (kind === 'flag') found[name] = value === 'on';
    else if (typeof value !== 'string') continue;
    else if (value.trim() !== '') found[name] = value.trim();
    else if (kind !== 'secret' && name in known) found[name] = '';
  }
  return found;
}

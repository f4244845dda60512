import { usePreferences } from '../lib/preferences.ts';

interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  options: { id: T; label: string }[];
  onChange: (value: T) => void;
}

function Choice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>) {
  return (
    <fieldset className="choice">
      <legend>{label}</legend>
      <div className="choice-options">
        {options.map((option) => (
          <label key={option.id} data-on={option.id === value || undefined}>
            <input
              type="radio"
              name={label}
              checked={option.id === value}
              onChange={() => onChange(option.id)}
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** Kept in this browser only. */
export function Appearance() {
  const [preferences, change] = usePreferences();
  return (
    <section className="section" aria-label="Appearance">
      <h2>Appearance</h2>
      <div className="choices">
        <Choice
          label="Theme"
          value={preferences.theme ?? 'system'}
          options={[
            { id: 'system', label: 'As the system' },
            { id: 'light', label: 'Light' },
            { id: 'dark', label: 'Dark' },
          ]}
          onChange={(theme) => change({ theme })}
        />
        <Choice
          label="Rows"
          value={preferences.density ?? 'compact'}
          options={[
            { id: 'compact', label: 'Compact' },
            { id: 'roomy', label: 'Roomy' },
          ]}
          onChange={(density) => change({ density })}
        />
      </div>
    </section>
  );
}

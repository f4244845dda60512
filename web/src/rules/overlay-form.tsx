import { useState, type FormEvent } from 'react';
import { capital } from '../alerts/inbox-rows.ts';
import { LEVELS } from '../alerts/words.ts';
import type { AlertLevel, RuleDetail, RulePatch } from '../api/types.ts';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/states.tsx';
import { listsOf, listsText } from './overlay-text.ts';
import { usePatchRule } from './queries.ts';

/** What this team sets about a rule; its file stays as it is. */
export function OverlayForm({ rule, mayWrite }: { rule: RuleDetail; mayWrite: boolean }) {
  const { overlay } = rule;
  const [level, setLevel] = useState<AlertLevel | ''>(overlay.level ?? '');
  const [aliases, setAliases] = useState(listsText(overlay.aliases));
  const [placeholders, setPlaceholders] = useState(listsText(overlay.placeholders));
  const patch = usePatchRule(rule.id);
  const read = { aliases: listsOf(aliases), placeholders: listsOf(placeholders) };
  const wrong = read.aliases.wrong ?? read.placeholders.wrong;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const asked: RulePatch = {
      level: level === '' ? null : level,
      aliases: orNull(read.aliases.lists),
      placeholders: orNull(read.placeholders.lists),
    };
    patch.mutate(asked);
  };
  return (
    <section className="section" aria-label="Set here">
      <h2>Set here</h2>
      <form className="overlay-form" onSubmit={submit}>
        <LevelField level={level} disabled={!mayWrite} onChange={setLevel} />
        <ListsField
          id="overlay-placeholders"
          label="Placeholders"
          example="known_people: ana, octocat"
          hint="Values for %names% in the rule, one name a line."
          value={placeholders}
          readOnly={!mayWrite}
          onChange={setPlaceholders}
        />
        <ListsField
          id="overlay-aliases"
          label="Field aliases"
          example="user: actor.name, record.actor"
          hint="Fields to look at where the rule’s own is not there."
          value={aliases}
          readOnly={!mayWrite}
          onChange={setAliases}
        />
        {wrong !== null && (
          <p className="rule-wrong">“{wrong}” is no line as name: value, value.</p>
        )}
        {patch.isError && <ErrorNote error={patch.error} />}
        {mayWrite && (
          <Button type="submit" disabled={patch.isPending || wrong !== null}>
            Set
          </Button>
        )}
        <p className="faint small" role="status">
          {patch.isSuccess && 'Set. It holds for the next event.'}
        </p>
      </form>
    </section>
  );
}

const orNull = <T extends object>(lists: T): T | null =>
  Object.keys(lists).length === 0 ? null : lists;

interface LevelFieldProps {
  level: AlertLevel | '';
  disabled: boolean;
  onChange: (level: AlertLevel | '') => void;
}

function LevelField({ level, disabled, onChange }: LevelFieldProps) {
  return (
    <div className="field">
      <label htmlFor="overlay-level">Level</label>
      <select
        id="overlay-level"
        className="input"
        value={level}
        disabled={disabled}
        onChange={({ target }) => onChange(target.value as AlertLevel | '')}
      >
        <option value="">As the rule says</option>
        {LEVELS.map((each) => (
          <option key={each} value={each}>
            {capital(each)}
          </option>
        ))}
      </select>
    </div>
  );
}

interface ListsFieldProps {
  id: string;
  label: string;
  example: string;
  hint: string;
  value: string;
  readOnly: boolean;
  onChange: (value: string) => void;
}

function ListsField({ id, label, example, hint, value, readOnly, onChange }: ListsFieldProps) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        className="input mono"
        rows={2}
        placeholder={example}
        spellCheck={false}
        value={value}
        readOnly={readOnly}
        aria-describedby={`${id}-hint`}
        onChange={({ target }) => onChange(target.value)}
      />
      <p className="hint" id={`${id}-hint`}>
        {hint}
      </p>
    </div>
  );
}

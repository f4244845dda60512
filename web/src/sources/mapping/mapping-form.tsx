import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { fieldsOf, withField, withMember, type Document } from './document.ts';
import { FieldRow } from './field-row.tsx';
import type { FieldAbout } from './queries.ts';

const usual = ['time', 'actor.id', 'action', 'native', 'target.type', 'target.id', 'outcome'];

export interface MappingFormProps {
  document: Document;
  fields: readonly FieldAbout[];
  records: readonly unknown[];
  /** What is wrong, by JSON pointer into the mapping. */
  problems: readonly { path: string; message: string }[];
  onChange: (document: Document) => void;
  onFocus: (field: string) => void;
}

/** The mapping as a list of fields; what it can't show is told and written as JSON. */
export function MappingForm(props: MappingFormProps) {
  const { document, fields, records, problems, onChange, onFocus } = props;
  const [added, setAdded] = useState<string[]>([]);
  const given = fieldsOf(document);
  const order = fields.map(({ name }) => name);
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  const names = [...new Set([...usual, ...Object.keys(given), ...added])]
    .filter((name) => name !== 'targets' && name !== 'changes')
    .toSorted((a, b) => place(a) - place(b) || a.localeCompare(b));
  const about = new Map(fields.map((field) => [field.name, field.about]));
  const problemsOf = (path: string) =>
    problems
      .filter((one) => one.path === path || one.path.startsWith(`${path}/`))
      .map(({ message }) => message);
  return (
    <div className="mapping-form">
      <InputPart {...props} problemsOf={problemsOf} />
      {names.map((name) => (
        <FieldRow
          key={name}
          name={name}
          about={about.get(name) ?? 'A value of your own'}
          value={given[name]}
          problems={problemsOf(`/fields/${name}`)}
          records={records}
          onChange={(value) => onChange(withField(document, name, value))}
          onFocus={() => onFocus(name)}
        />
      ))}
      <AddField
        fields={fields.filter(({ name }) => !names.includes(name))}
        onAdd={(name) => setAdded([...added, name])}
      />
      <Rest document={document} />
    </div>
  );
}

type Extract = { pattern?: unknown }[];

/** How a delivery is cut, what finds words in text, and the record's own id. */
function InputPart(props: MappingFormProps & { problemsOf: (path: string) => string[] }) {
  const { document, problemsOf, onChange, onFocus } = props;
  const input = (document['input'] ?? {}) as { format?: string; split?: string };
  const extract = (Array.isArray(document['extract']) ? document['extract'] : []) as Extract;
  const [first] = extract;
  const isText = props.records.some((record) => typeof record === 'string');
  const setInput = (change: Record<string, string>) => {
    const next = Object.entries({ ...input, ...change }).filter(([, value]) => value !== '');
    onChange(withMember(document, 'input', next.length ? Object.fromEntries(next) : undefined));
  };
  const wrong = [...problemsOf('/input'), ...problemsOf('/extract'), ...problemsOf('/delivery')];
  return (
    <div className="input-part">
      <label className="field">
        <span className="label">List inside a delivery</span>
        <input
          className="input mono"
          placeholder="none: one record"
          value={input.split ?? ''}
          spellCheck={false}
          onFocus={() => onFocus('split')}
          onChange={(event) => setInput({ split: event.target.value })}
        />
      </label>
      <label className="field">
        <span className="label">Id of the record</span>
        <input
          className="input mono"
          list="mapping-paths"
          placeholder="none"
          value={typeof document['delivery'] === 'string' ? document['delivery'] : ''}
          spellCheck={false}
          onFocus={() => onFocus('delivery')}
          onChange={(event) => onChange(withMember(document, 'delivery', event.target.value))}
        />
      </label>
      {(isText || extract.length > 0) && (
        <label className="field pattern">
          <span className="label">Pattern over the text (RE2)</span>
          <input
            className="input mono"
            placeholder="^(?P<time>\S+) (?P<user>\w+) (?P<verb>\w+)"
            value={typeof first?.pattern === 'string' ? first.pattern : ''}
            spellCheck={false}
            onFocus={() => onFocus('')}
            onChange={(event) => {
              const pattern = event.target.value;
              const next =
                pattern === '' ? extract.slice(1) : [{ ...first, pattern }, ...extract.slice(1)];
              onChange(withMember(document, 'extract', next.length ? next : undefined));
            }}
          />
          <span className="hint">Its named groups are {'{@match.NAME}'} in the fields.</span>
        </label>
      )}
      {wrong.map((message) => (
        <p key={message} className="wrong">
          {message}
        </p>
      ))}
    </div>
  );
}

function AddField(props: { fields: readonly FieldAbout[]; onAdd: (name: string) => void }) {
  const [name, setName] = useState('');
  const known = props.fields.some((field) => field.name === name);
  const mayAdd = known || /^(?:labels|context\.request\.headers)\..+$/.test(name);
  return (
    <form
      className="add-field"
      onSubmit={(event) => {
        event.preventDefault();
        if (!mayAdd) return;
        props.onAdd(name);
        setName('');
      }}
    >
      <input
        className="input mono"
        list="mapping-fields"
        aria-label="Add a field"
        placeholder="Add a field: actor.email, labels.team …"
        value={name}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setName(event.target.value)}
      />
      <datalist id="mapping-fields">
        {props.fields.map((field) => (
          <option key={field.name} value={field.name} label={field.about} />
        ))}
      </datalist>
      <Button type="submit" icon="plus" disabled={!mayAdd}>
        Add
      </Button>
    </form>
  );
}

/** What stands in the document and has no place in the form. */
function Rest({ document }: { document: Document }) {
  const rules = document['rules'];
  const parts: string[] = [];
  if (Array.isArray(rules) && rules.length > 0) {
    parts.push(`${rules.length} ${rules.length === 1 ? 'rule' : 'rules'}`);
  }
  const given = fieldsOf(document);
  if (given['targets'] !== undefined) parts.push('further targets');
  if (given['changes'] !== undefined) parts.push('changes');
  if (Array.isArray(document['extract']) && document['extract'].length > 1) {
    parts.push('further patterns');
  }
  if (parts.length === 0) return null;
  return <p className="faint small">Also there, shown as JSON: {parts.join(', ')}.</p>;
}

import { useId } from 'react';
import { Button } from '../../ui/button.tsx';
import { onlyPlace, rowOf, seenAt, valueOf, type RowValue } from './document.ts';

export interface FieldRowProps {
  name: string;
  about: string;
  value: unknown;
  /** What is wrong with it, in the mapping or with the sample that is shown. */
  problems: readonly string[];
  records: readonly unknown[];
  onChange: (value: unknown) => void;
  onFocus: () => void;
}

const formats = ['auto', 'iso', 'epoch_s', 'epoch_ms', 'epoch_us', 'epoch_ns'];
const tables = new Set(['action', 'outcome', 'actor.type', 'target.type', 'category']);

/** One field of the event: its value, and where it fits a table or a format of times. */
export function FieldRow(props: FieldRowProps) {
  const { name, about, value, problems, onChange, onFocus } = props;
  const id = useId();
  const row = rowOf(value);
  const wrong = problems.length > 0;
  return (
    <div className="map-row" data-wrong={wrong || undefined}>
      <label htmlFor={id} className="mono field-name" title={about}>
        {name}
      </label>
      {row === null ? (
        <code id={id} className="field-json" title="Written as JSON">
          {JSON.stringify(value)}
        </code>
      ) : (
        <RowInputs {...props} id={id} row={row} />
      )}
      <Button
        look="plain"
        icon="close"
        aria-label={`Leave out ${name}`}
        title={`Leave out ${name}`}
        disabled={value === undefined}
        onFocus={onFocus}
        onClick={() => onChange(undefined)}
      />
      {problems.map((problem) => (
        <p key={problem} className="wrong" id={`${id}-wrong`}>
          {problem}
        </p>
      ))}
    </div>
  );
}

function RowInputs(props: FieldRowProps & { id: string; row: RowValue }) {
  const { id, name, row, problems, records, onChange, onFocus } = props;
  const set = (change: Partial<RowValue>) => onChange(valueOf({ ...row, ...change }));
  const mayTable = tables.has(name) && row.map === undefined;
  const path = onlyPlace(row.source);
  return (
    <div className="row-inputs">
      <div className="row-line">
        <input
          id={id}
          className="input mono"
          list="mapping-paths"
          value={row.source}
          placeholder="{path} or text"
          autoComplete="off"
          spellCheck={false}
          aria-invalid={problems.length > 0 || undefined}
          aria-describedby={problems.length > 0 ? `${id}-wrong` : undefined}
          data-field={name}
          onFocus={onFocus}
          onChange={(event) => set({ source: event.target.value })}
        />
        {name === 'time' && (
          <input
            className="input mono format"
            list="mapping-formats"
            aria-label="Format of the time"
            placeholder="format: auto"
            value={row.format ?? ''}
            spellCheck={false}
            onChange={(event) => set({ format: event.target.value })}
          />
        )}
        {mayTable && (
          <Button
            look="plain"
            disabled={path === undefined}
            title="What stands there → what it means"
            onClick={() => set({ map: {} })}
          >
            Table
          </Button>
        )}
      </div>
      {row.map && (
        <ValueTable
          name={name}
          map={row.map}
          seen={path === undefined ? [] : seenAt(records, path)}
          onChange={(map) => onChange(valueOf(map === undefined ? without(row) : { ...row, map }))}
        />
      )}
    </div>
  );
}

function without({ map: _map, ...row }: RowValue): RowValue {
  return row;
}

interface ValueTableProps {
  name: string;
  map: Record<string, string>;
  /** Values of the samples: those that no row names yet are offered. */
  seen: readonly string[];
  onChange: (map: Record<string, string> | undefined) => void;
}

function ValueTable({ name, map, seen, onChange }: ValueTableProps) {
  const entries = Object.entries(map);
  const open = seen.filter((text) => !Object.hasOwn(map, text));
  const list =
    name === 'action' ? 'mapping-actions' : name === 'outcome' ? 'mapping-outcomes' : undefined;
  return (
    <div className="value-table" role="group" aria-label={`Table of ${name}`}>
      {entries.map(([from, to]) => (
        <div className="table-row" key={from}>
          <code title={from}>{from}</code>
          <span aria-hidden="true">→</span>
          <input
            className="input mono"
            list={list}
            value={to}
            aria-label={`${from} means`}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => onChange({ ...map, [from]: event.target.value })}
          />
          <Button
            look="plain"
            icon="close"
            aria-label={`Leave out ${from}`}
            onClick={() => onChange(Object.fromEntries(entries.filter(([one]) => one !== from)))}
          />
        </div>
      ))}
      <div className="table-add">
        {open.slice(0, 12).map((text) => (
          <Button key={text} icon="plus" onClick={() => onChange({ ...map, [text]: '' })}>
            {text}
          </Button>
        ))}
        {open.length === 0 && entries.length === 0 && (
          <span className="faint small">No sample has a value there.</span>
        )}
        <Button look="plain" onClick={() => onChange(undefined)}>
          Without a table
        </Button>
      </div>
    </div>
  );
}

/** Suggestions that the inputs share. */
export function Suggestions(props: { paths: readonly string[]; actions: readonly string[] }) {
  const lists: [string, readonly string[]][] = [
    ['mapping-paths', props.paths.map((path) => `{${path}}`)],
    ['mapping-actions', props.actions],
    ['mapping-outcomes', ['success', 'failure', 'denied', 'unknown']],
    ['mapping-formats', [...formats, '%Y-%m-%d %H:%M:%S', '%d/%b/%Y:%H:%M:%S %z']],
  ];
  return lists.map(([id, values]) => (
    <datalist key={id} id={id}>
      {values.map((value) => (
        <option key={value} value={value} />
      ))}
    </datalist>
  ));
}

import type { QueryError } from '@acta/query';
import { useId, useImperativeHandle, useState, type Ref } from 'react';
import { Icon } from '../../ui/icon.tsx';
import { Chips } from './chips.tsx';
import type { Known, Offer } from './completion.ts';
import { Highlight } from './highlight.tsx';
import { useQueryEditor, type QueryEditor } from './use-query-editor.ts';
import './query-bar.css';

export interface QueryBarHandle {
  focus: () => void;
}

interface QueryBarProps {
  q: string;
  known: Known;
  onSubmit: (q: string) => void;
  onLeave: () => void;
  handle: Ref<QueryBarHandle>;
}

/** One line for the whole query: coloured text while one types, chips at rest. */
export function QueryBar({ handle, ...options }: QueryBarProps) {
  const editor = useQueryEditor(options);
  const { text, error, editing } = editor;
  const [scroll, setScroll] = useState(0);
  const ids = useId();
  useImperativeHandle(handle, () => ({ focus: () => editor.edit(text.length) }));
  return (
    <div
      className="query-bar"
      data-editing={editing || undefined}
      data-wrong={error !== null || undefined}
    >
      <Icon name="search" />
      <div className="query-field">
        <div
          className="query-ghost"
          aria-hidden="true"
          style={{ transform: `translateX(${-scroll}px)` }}
        >
          {(editing || error) && (
            <Highlight text={text} wrongAt={error ? error.column - 1 : null} />
          )}
        </div>
        <QueryInput editor={editor} ids={ids} onScroll={setScroll} />
        {!editing && !error && text !== '' && (
          <Chips q={text} onEdit={editor.edit} onChange={options.onSubmit} />
        )}
      </div>
      {text === '' ? <kbd>/</kbd> : <ClearButton onClear={() => editor.submit('')} />}
      {error && <QueryProblem id={`${ids}-error`} error={error} scroll={scroll} />}
      <OfferList id={ids} editor={editor} />
    </div>
  );
}

interface QueryInputProps {
  editor: QueryEditor;
  ids: string;
  onScroll: (left: number) => void;
}

function QueryInput({ editor, ids, onScroll }: QueryInputProps) {
  const { open, chosen, error } = editor;
  return (
    <input
      ref={editor.input}
      className="query-input"
      role="combobox"
      aria-label="Query"
      aria-expanded={open}
      aria-controls={`${ids}-offers`}
      aria-activedescendant={open && chosen >= 0 ? `${ids}-${chosen}` : undefined}
      aria-invalid={error ? true : undefined}
      aria-describedby={error ? `${ids}-error` : undefined}
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
      placeholder="Search: words, or field:value such as actor:octocat -outcome:success"
      value={editor.text}
      onFocus={() => editor.setEditing(true)}
      onBlur={editor.leave}
      onChange={({ target }) =>
        editor.write(target.value, target.selectionStart ?? target.value.length)
      }
      onSelect={(event) => editor.setCursor(event.currentTarget.selectionStart ?? 0)}
      onScroll={(event) => onScroll(event.currentTarget.scrollLeft)}
      onKeyDown={editor.onKeyDown}
    />
  );
}

function ClearButton({ onClear }: { onClear: () => void }) {
  return (
    <button
      type="button"
      className="query-clear"
      aria-label="Clear the query"
      onMouseDown={(event) => event.preventDefault()}
      onClick={onClear}
    >
      <Icon name="close" size={14} />
    </button>
  );
}

/** Points at the column and says what could stand there. */
function QueryProblem(props: { id: string; error: QueryError; scroll: number }) {
  const { error } = props;
  const expected = error.expected.slice(0, 5).join(', ');
  return (
    <div className="query-problem popup" id={props.id} role="alert">
      <pre aria-hidden="true" style={{ transform: `translateX(${-props.scroll}px)` }}>
        {`${' '.repeat(Math.max(0, error.column - 1))}^`}
      </pre>
      <p>
        <strong>Column {error.column}.</strong> {error.message}
        {expected && <span className="soft">. Expected: {expected}</span>}
      </p>
    </div>
  );
}

function OfferList({ id, editor }: { id: string; editor: QueryEditor }) {
  const items: Offer[] = editor.open ? editor.offers.items : [];
  return (
    <div
      className="query-offers popup"
      id={`${id}-offers`}
      role="listbox"
      aria-label="Suggestions"
      hidden={!editor.open}
    >
      {items.map((offer, place) => (
        <div
          key={offer.text}
          id={`${id}-${place}`}
          role="option"
          tabIndex={-1}
          aria-selected={place === editor.chosen}
          className="menu-item"
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => editor.take(offer)}
        >
          <code className={offer.kind === 'field' ? 'q-field' : 'q-value'}>{offer.label}</code>
          <span className="faint small truncate">{offer.description}</span>
        </div>
      ))}
    </div>
  );
}

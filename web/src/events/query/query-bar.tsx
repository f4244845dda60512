import { parseQuery, type QueryError } from '@acta/query';
import {
  useEffect,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type Ref,
} from 'react';
import { Icon } from '../../ui/icon.tsx';
import { Chips } from './chips.tsx';
import { applyOffer, offersAt, type Known, type Offer } from './completion.ts';
import { Highlight } from './highlight.tsx';
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
export function QueryBar({ q, known, onSubmit, onLeave, handle }: QueryBarProps) {
  const [text, setText] = useState(q);
  const [editing, setEditing] = useState(false);
  const [cursor, setCursor] = useState(0);
  const [scroll, setScroll] = useState(0);
  const [offered, setOffered] = useState(false);
  const [chosen, setChosen] = useState(-1);
  const [error, setError] = useState<QueryError | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const wanted = useRef<number | null>(null);
  const ids = useId();

  useEffect(() => {
    setText(q);
    setError(refusal(q));
  }, [q]);
  useImperativeHandle(handle, () => ({ focus: () => edit(text.length) }));
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    input.current?.setSelectionRange(wanted.current, wanted.current);
    wanted.current = null;
  });

  const offers = offersAt(text, cursor, known);
  const open = editing && offered && offers.items.length > 0;
  const place = (at: number) => {
    wanted.current = at;
    setCursor(at);
  };
  const edit = (at: number) => {
    input.current?.focus();
    place(at);
  };
  const submit = (next: string) => {
    const wrong = refusal(next);
    setError(wrong);
    setOffered(false);
    if (wrong) place(Math.min(next.length, wrong.column - 1));
    else onSubmit(next);
  };
  const take = (offer: Offer) => {
    const next = applyOffer(text, offers, offer);
    setText(next.text);
    setChosen(-1);
    setOffered(true);
    setError(null);
    place(next.cursor);
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && offers.items.length > 0) {
      event.preventDefault();
      setOffered(true);
      const count = offers.items.length;
      setChosen(chosen < 0 ? (step > 0 ? 0 : count - 1) : (chosen + step + count) % count);
    } else if (event.key === 'Enter' || (event.key === 'Tab' && open && chosen >= 0)) {
      event.preventDefault();
      const offer = open && chosen >= 0 ? offers.items[chosen] : undefined;
      if (offer) take(offer);
      else submit(text);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      if (open) setOffered(false);
      else onLeave();
    }
  };

  return (
    <div
      className="query-bar"
      data-editing={editing || undefined}
      data-wrong={!!error || undefined}
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
        <input
          ref={input}
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
          value={text}
          onFocus={() => setEditing(true)}
          onBlur={() => {
            setEditing(false);
            setOffered(false);
            if (text.trim() !== q && !refusal(text)) onSubmit(text);
          }}
          onChange={(event) => {
            setText(event.target.value);
            setCursor(event.target.selectionStart ?? event.target.value.length);
            setOffered(true);
            setChosen(-1);
            setError(null);
          }}
          onSelect={(event) => setCursor(event.currentTarget.selectionStart ?? 0)}
          onScroll={(event) => setScroll(event.currentTarget.scrollLeft)}
          onKeyDown={onKeyDown}
        />
        {!editing && !error && text !== '' && <Chips q={text} onEdit={edit} onChange={onSubmit} />}
      </div>
      {text !== '' ? (
        <button
          type="button"
          className="query-clear"
          aria-label="Clear the query"
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => {
            setText('');
            submit('');
          }}
        >
          <Icon name="close" size={14} />
        </button>
      ) : (
        <kbd>/</kbd>
      )}
      {error && <QueryProblem id={`${ids}-error`} text={text} error={error} scroll={scroll} />}
      <OfferList
        id={ids}
        open={open && !error}
        items={offers.items}
        chosen={chosen}
        onTake={take}
      />
    </div>
  );
}

function refusal(text: string): QueryError | null {
  const parsed = parseQuery(text);
  return parsed.ok ? null : parsed.error;
}

/** Points at the column and says what could stand there. */
function QueryProblem(props: { id: string; text: string; error: QueryError; scroll: number }) {
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

interface OfferListProps {
  id: string;
  open: boolean;
  items: Offer[];
  chosen: number;
  onTake: (offer: Offer) => void;
}

function OfferList({ id, open, items, chosen, onTake }: OfferListProps) {
  return (
    <div
      className="query-offers popup"
      id={`${id}-offers`}
      role="listbox"
      aria-label="Suggestions"
      hidden={!open}
    >
      {open &&
        items.map((offer, place) => (
          <div
            key={offer.text}
            id={`${id}-${place}`}
            role="option"
            tabIndex={-1}
            aria-selected={place === chosen}
            className="menu-item"
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onTake(offer)}
          >
            <code className={offer.kind === 'field' ? 'q-field' : 'q-value'}>{offer.label}</code>
            <span className="faint small truncate">{offer.description}</span>
          </div>
        ))}
    </div>
  );
}

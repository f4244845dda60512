import { parseQuery, type QueryError } from '@acta/query';
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { applyOffer, offersAt, type Known, type Offer, type Offers } from './completion.ts';

export interface QueryEditor {
  text: string;
  input: React.RefObject<HTMLInputElement | null>;
  error: QueryError | null;
  editing: boolean;
  setEditing: (editing: boolean) => void;
  offers: Offers;
  /** Whether the offers are shown, and which one is marked (−1: none). */
  open: boolean;
  chosen: number;
  edit: (cursor: number) => void;
  write: (text: string, cursor: number) => void;
  setCursor: (cursor: number) => void;
  submit: (text: string) => void;
  take: (offer: Offer) => void;
  leave: () => void;
  onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => void;
}

interface EditorOptions {
  q: string;
  known: Known;
  onSubmit: (q: string) => void;
  onLeave: () => void;
}

function refusal(text: string): QueryError | null {
  const parsed = parseQuery(text);
  return parsed.ok ? null : parsed.error;
}

function nextPlace(place: number, step: number, count: number): number {
  if (place < 0) return step > 0 ? 0 : count - 1;
  return (place + step + count) % count;
}

/** The input's cursor; `place` moves it after the text that it belongs to is shown. */
function useCursor() {
  const input = useRef<HTMLInputElement>(null);
  const [cursor, setCursor] = useState(0);
  const wanted = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    input.current?.setSelectionRange(wanted.current, wanted.current);
    wanted.current = null;
  });
  const place = (at: number) => {
    wanted.current = at;
    setCursor(at);
  };
  const edit = (at: number) => {
    input.current?.focus();
    place(at);
  };
  return { input, cursor, setCursor, place, edit };
}

/** The query while it is written: its text, cursor, offers and refusal. */
export function useQueryEditor({ q, known, onSubmit, onLeave }: EditorOptions): QueryEditor {
  const [text, setText] = useState(q);
  const [editing, setEditing] = useState(false);
  const [offered, setOffered] = useState(false);
  const [chosen, setChosen] = useState(-1);
  const [error, setError] = useState<QueryError | null>(null);
  const { input, cursor, setCursor, place, edit } = useCursor();
  useEffect(() => {
    setText(q);
    setError(refusal(q));
  }, [q]);
  const offers = offersAt(text, cursor, known);
  const open = editing && offered && offers.items.length > 0 && error === null;
  const write = (next: string, at: number) => {
    setText(next);
    setCursor(at);
    setOffered(true);
    setChosen(-1);
    setError(null);
  };
  const submit = (next: string) => {
    const wrong = refusal(next);
    setText(next);
    setError(wrong);
    setOffered(false);
    if (wrong) place(Math.min(next.length, wrong.column - 1));
    else onSubmit(next);
  };
  const take = (offer: Offer) => {
    const next = applyOffer(text, offers, offer);
    write(next.text, next.cursor);
    edit(next.cursor);
  };
  const leave = () => {
    setEditing(false);
    setOffered(false);
    if (text.trim() !== q && !refusal(text)) onSubmit(text);
  };
  const mark = (step: number) => {
    setOffered(true);
    setChosen(nextPlace(chosen, step, offers.items.length));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const offer = open ? offers.items[chosen] : undefined;
    if (step !== undefined && offers.items.length > 0) mark(step);
    else if (offer && (event.key === 'Enter' || event.key === 'Tab')) take(offer);
    else if (event.key === 'Enter') submit(text);
    else if (event.key === 'Escape' && open) setOffered(false);
    else if (event.key === 'Escape') onLeave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const state = { text, input, error, editing, setEditing, offers, open, chosen };
  return Object.assign(state, { edit, write, setCursor, submit, take, leave, onKeyDown });
}

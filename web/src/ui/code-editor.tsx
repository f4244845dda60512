import { useId, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import './code-editor.css';

export interface CodeMark {
  /** From 1; null: about the whole text. */
  line: number | null;
  column: number | null;
  message: string;
}

export interface Completions {
  from: number;
  to: number;
  items: readonly { label: string; text: string; about: string }[];
  /** What is typed may be meant as it stands: Enter takes none that was not gone to. */
  free?: boolean;
}

interface CodeEditorProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  marks: readonly CodeMark[];
  /** The parts of a line with their classes; joined together they are the line. */
  tokens: (line: string) => readonly { kind: string; text: string }[];
  complete?: (text: string, cursor: number) => Completions;
  rows?: number;
}

const NONE: Completions = { from: 0, to: 0, items: [] };

/** A text with line numbers, colours, marks at what is wrong, and offers at the cursor. */
export function CodeEditor(props: CodeEditorProps) {
  const { label, value, marks, tokens, rows = 18 } = props;
  const id = useId();
  const editor = useCodeEditor(props);
  const lines = useMemo(() => value.split('\n'), [value]);
  const wrong = new Set(marks.map(({ line }) => line));
  const { offers } = editor;
  return (
    <div className="code" style={{ height: rows * 18 + 16 }}>
      <div className="code-scroll" ref={editor.box}>
        <div className="code-numbers" aria-hidden="true">
          {lines.map((_, at) => (
            <span key={at} data-wrong={wrong.has(at + 1) || undefined}>
              {at + 1}
            </span>
          ))}
        </div>
        <div className="code-text">
          <pre aria-hidden="true">
            {lines.map((line, at) => (
              <div key={at} data-wrong={wrong.has(at + 1) || undefined}>
                {line === '' ? '\u200b' : <Line line={line} tokens={tokens} />}
              </div>
            ))}
          </pre>
          <textarea
            ref={editor.input}
            aria-label={label}
            aria-invalid={marks.length > 0}
            aria-describedby={`${id}-keys`}
            aria-autocomplete={props.complete ? 'list' : undefined}
            aria-controls={offers.items.length > 0 ? `${id}-offers` : undefined}
            value={value}
            spellCheck={false}
            autoCapitalize="off"
            autoComplete="off"
            wrap="off"
            rows={lines.length}
            onChange={editor.onChange}
            onKeyDown={editor.onKeyDown}
            onBlur={editor.close}
          />
          <span id={`${id}-keys`} className="visually-hidden">
            Tab indents. Escape, then Tab, leaves the field.
          </span>
          <Offers id={`${id}-offers`} editor={editor} />
        </div>
      </div>
    </div>
  );
}

function Offers({ id, editor }: { id: string; editor: ReturnType<typeof useCodeEditor> }) {
  const { offers, chosen, place } = editor;
  if (offers.items.length === 0) return null;
  return (
    <ul
      id={id}
      className="popup code-offers"
      aria-label="Suggestions"
      style={{ top: place.line * 18 + 20, left: `${place.column}ch` }}
    >
      {offers.items.map((item, at) => (
        <li
          key={item.label}
          className="menu-item"
          data-highlighted={at === chosen || undefined}
          onMouseDown={(event) => {
            event.preventDefault();
            editor.take(at);
          }}
        >
          <code>{item.label}</code>
          <span className="faint small truncate">{item.about}</span>
        </li>
      ))}
    </ul>
  );
}

function Line({ line, tokens }: { line: string; tokens: CodeEditorProps['tokens'] }) {
  return tokens(line).map(({ kind, text }, at) => (
    <span key={at} className={`code-${kind}`}>
      {text}
    </span>
  ));
}

/** The same, to read only. */
export function CodeView({
  text,
  label,
  tokens,
}: Pick<CodeEditorProps, 'label' | 'tokens'> & { text: string }) {
  return (
    <pre className="code-view" tabIndex={0} aria-label={label}>
      {text
        .trimEnd()
        .split('\n')
        .map((line, at) => (
          <div key={at}>{line === '' ? '\u200b' : <Line line={line} tokens={tokens} />}</div>
        ))}
    </pre>
  );
}

/** The next offer in a direction; none stands before the first. */
function nextOffer(chosen: number, step: number, length: number): number {
  return chosen < 0 && step < 0 ? length - 1 : (chosen + step + length) % length;
}

function useCodeEditor({ value, onChange, complete }: CodeEditorProps) {
  const input = useRef<HTMLTextAreaElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const [offers, setOffers] = useState(NONE);
  const [chosen, setChosen] = useState(0);
  const [leaving, setLeaving] = useState(false);
  const wanted = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    input.current?.setSelectionRange(wanted.current, wanted.current);
    wanted.current = null;
  });
  const close = () => setOffers(NONE);
  const write = (text: string, cursor: number) => {
    wanted.current = cursor;
    onChange(text);
  };
  const ask = (text: string, cursor: number) => {
    const found = complete?.(text, cursor) ?? NONE;
    setOffers(found);
    setChosen(found.free ? -1 : 0);
  };
  const take = (at: number) => {
    const { from, to, items } = offers;
    const { text } = items[at]!;
    write(value.slice(0, from) + text + value.slice(to), from + text.length);
    close();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const { selectionStart: start, selectionEnd: end } = event.currentTarget;
    const open = offers.items.length > 0;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape') {
      if (!open) setLeaving(true);
      close();
    } else if (open && step !== undefined) {
      setChosen(nextOffer(chosen, step, offers.items.length));
    } else if (open && (event.key === 'Tab' || (event.key === 'Enter' && chosen >= 0))) {
      take(Math.max(0, chosen));
    } else if (event.key === ' ' && event.ctrlKey) {
      ask(value, start);
    } else if (event.key === 'Tab' && !leaving && !event.shiftKey) {
      write(`${value.slice(0, start)}  ${value.slice(end)}`, start + 2);
    } else if (event.key === 'Enter') {
      close();
      const added = `\n${indentAfter(value, start)}`;
      write(value.slice(0, start) + added + value.slice(end), start + added.length);
    } else {
      if (event.key !== 'Tab') setLeaving(false);
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return {
    input,
    box,
    offers,
    chosen,
    place: placeOf(value, offers.from),
    take,
    close,
    onKeyDown,
    onChange: (event: React.ChangeEvent<HTMLTextAreaElement>) => {
      onChange(event.target.value);
      ask(event.target.value, event.target.selectionStart);
    },
  };
}

/** A new line begins where the one before does, and deeper after a key without a value. */
function indentAfter(text: string, cursor: number): string {
  const line = text.slice(text.lastIndexOf('\n', cursor - 1) + 1, cursor);
  const indent = /^\s*/.exec(line)![0];
  return /:\s*$/.test(line) ? `${indent}  ` : indent;
}

function placeOf(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at);
  return {
    line: before.split('\n').length - 1,
    column: before.length - (before.lastIndexOf('\n') + 1),
  };
}

import { useMemo } from 'react';
import './json-view.css';

const TOKEN =
  /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/g;
/** Longer texts are shown without colour: no reader colours a megabyte by eye. */
const COLOUR_MAX = 200_000;

/** Text as the source sent it, indented where it is JSON; nothing is added or left out. */
export function JsonView({ text, pretty }: { text: string; pretty: boolean }) {
  const shown = useMemo(() => (pretty ? indent(text) : text), [text, pretty]);
  const parts = useMemo(() => (shown.length > COLOUR_MAX ? null : colour(shown)), [shown]);
  return (
    <pre className="json" tabIndex={0} aria-label="Raw record">
      {parts ?? shown}
    </pre>
  );
}

function indent(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function colour(text: string) {
  const parts: React.ReactNode[] = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, string, colon, word] = match;
    if (match.index > end) parts.push(text.slice(end, match.index));
    const kind = string ? (colon ? 'key' : 'string') : word ? 'word' : 'number';
    const masked = kind === 'string' && whole.startsWith('"masked:');
    parts.push(
      <span key={match.index} className={`json-${masked ? 'masked' : kind}`}>
        {string ?? whole}
      </span>,
    );
    if (colon) parts.push(colon);
    end = match.index + whole.length;
  }
  parts.push(text.slice(end));
  return parts;
}

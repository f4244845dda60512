import { Fragment, type ReactNode } from 'react';
import { blocksOf, inlinesOf } from './rich-blocks.ts';

/** A short guide as people write it: paragraphs, lists, `code`, **strong**; never HTML. */
export function RichText({ text }: { text: string }) {
  return (
    <div className="rich-text">
      {blocksOf(text).map((block, place) => {
        if (block.kind === 'paragraph') {
          return <p key={place}>{inlines(block.lines.join(' '))}</p>;
        }
        const items = block.lines.map((line, at) => <li key={at}>{inlines(line)}</li>);
        return block.kind === 'numbers' ? (
          <ol key={place}>{items}</ol>
        ) : (
          <ul key={place}>{items}</ul>
        );
      })}
    </div>
  );
}

function inlines(text: string): ReactNode {
  return inlinesOf(text).map(({ kind, text: part }, place) => {
    if (kind === 'code') return <code key={place}>{part}</code>;
    if (kind === 'strong') return <strong key={place}>{part}</strong>;
    if (kind === 'link') {
      return (
        <a key={place} className="link" href={part} target="_blank" rel="noreferrer">
          {part}
        </a>
      );
    }
    return <Fragment key={place}>{part}</Fragment>;
  });
}

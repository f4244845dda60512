import { tokenize } from './terms.ts';

/** The query's text, coloured; it lies under the input, letter upon letter. */
export function Highlight({ text, wrongAt }: { text: string; wrongAt: number | null }) {
  return (
    <>
      {tokenize(text).map((token) => {
        const wrong =
          wrongAt !== null && wrongAt >= token.start && wrongAt < token.start + token.text.length;
        return (
          <span key={token.start} className={`q-${token.kind}`} data-wrong={wrong || undefined}>
            {token.text}
          </span>
        );
      })}
    </>
  );
}

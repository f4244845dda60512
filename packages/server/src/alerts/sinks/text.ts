// Text of events in messages of products: cut to what they take, with nothing in it that steers a
// terminal, a mail header or the direction of writing.

/** Control characters, and those that turn the direction of what follows. */
// oxlint-disable-next-line no-control-regex
const STEERING = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g;

/** One line without steering characters, at most `most` code points. */
export const plain = (text: string, most: number): string =>
  cut(
    text
      .slice(0, most * 4)
      .replace(STEERING, ' ')
      .trim(),
    most,
  );

/** At most `most` code points, the last one an ellipsis where something was cut. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const points = Array.from(text);
  return points.length <= most ? text : `${points.slice(0, most - 1).join('')}…`;
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (found) => ENTITIES[found] ?? found);

/** Slack's control characters: no mention, no link can be made of a value. */
export const escapeSlack = (text: string): string =>
  text.replace(/[&<>]/g, (found) => ENTITIES[found] ?? found);

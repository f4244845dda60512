// Bytes of a log as one line of text. What is not UTF-8 is read as Latin-1, where each byte is a
// character, so that nothing is lost; line breaks and control characters inside are written as
// rsyslog does (`#012`), so that what somebody typed never becomes a line of its own.
import { isUtf8 } from 'node:buffer';

/** Line breaks and controls, but for the tab. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const controls = /[\0-\x08\x0a-\x1f\x7f]/g;

export interface LineText {
  text: string;
  /** Whether the bytes were not UTF-8. */
  foreign: boolean;
}

export function lineText(bytes: Buffer): LineText {
  const foreign = !isUtf8(bytes);
  const whole = bytes.toString(foreign ? 'latin1' : 'utf8');
  const bare = whole.charCodeAt(0) === 0xfeff ? whole.slice(1) : whole;
  const text = bare
    .slice(0, endOf(bare))
    .replace(controls, (found) => `#${found.charCodeAt(0).toString(8).padStart(3, '0')}`);
  return { text, foreign };
}

/** Line breaks and NULs at the end are not of the message. */
function endOf(text: string): number {
  let end = text.length;
  while (end > 0 && '\r\n\0'.includes(text[end - 1] as string)) end--;
  return end;
}

/** Colours of a stream: none where it is no terminal, or NO_COLOR or TERM=dumb say so. */
export function paint(stream: { isTTY?: boolean }, env: Record<string, string | undefined>): Paint {
  const forced = env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0';
  const refused = (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb';
  const on = !refused && (forced || stream.isTTY === true);
  const code = (open: number, close: number) => (text: string) =>
    on && text !== '' ? `\x1b[${open}m${text}\x1b[${close}m` : text;
  return {
    on,
    bold: code(1, 22),
    dim: code(2, 22),
    red: code(31, 39),
    green: code(32, 39),
    yellow: code(33, 39),
    blue: code(34, 39),
    magenta: code(35, 39),
    cyan: code(36, 39),
  };
}

type Brush = (text: string) => string;

export interface Paint {
  on: boolean;
  bold: Brush;
  dim: Brush;
  red: Brush;
  green: Brush;
  yellow: Brush;
  blue: Brush;
  magenta: Brush;
  cyan: Brush;
}

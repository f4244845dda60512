// Which lines of a log file are whole records: rows of csvlog may hold line breaks, and messages of
// the text log go on in lines that begin with a tab and in their details.

const continued =
  /^\t|^.{0,500}?\b(?:DETAIL|HINT|QUERY|CONTEXT|STATEMENT|LOCATION|BACKTRACE): {1,2}/;
const csv = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})? [\w+:/-]{1,32},/;

/** Lines up to the last record, which may go on. */
export function wholeLogLines(lines: readonly string[]): number {
  const [first = ''] = lines;
  if (/^[{[<]/.test(first)) return lines.length;
  return csv.test(first) ? wholeRows(lines) : lastStart(lines);
}

/** Rows whose quotes are closed. */
function wholeRows(lines: readonly string[]): number {
  let whole = 0;
  let inside = false;
  for (const [at, line] of lines.entries()) {
    for (let from = line.indexOf('"'); from >= 0; from = line.indexOf('"', from + 1)) {
      inside = !inside;
    }
    if (!inside) whole = at + 1;
  }
  return whole;
}

function lastStart(lines: readonly string[]): number {
  return Math.max(
    0,
    lines.findLastIndex((line) => !continued.test(line)),
  );
}

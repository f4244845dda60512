// A file of records as samples that a request may hold: whole where it is one JSON value, else by
// lines.
import type { SampleInput } from '@acta/sdk';
import { usageError } from '../error.ts';

const fileMax = 67_108_864;
const wholeMax = 1_000_000;
const linesMax = 500;
const charactersMax = 500_000;

/** Groups of samples, one request each. @throws a usage error for what no request can hold */
export function* samplesIn(text: string): Generator<SampleInput> {
  if (text.length > fileMax) throw usageError('The file is too large to try', 'Try a part of it.');
  if (isOneValue(text)) {
    if (text.length > wholeMax) {
      throw usageError('One JSON value of this size can not be tried', 'Give a part of its list.');
    }
    yield { raw: text };
    return;
  }
  let group: string[] = [];
  let characters = 0;
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    if (
      group.length >= linesMax ||
      (group.length > 0 && characters + line.length > charactersMax)
    ) {
      yield { raw: group.join('\n') };
      group = [];
      characters = 0;
    }
    group.push(line);
    characters += line.length + 1;
  }
  if (group.length > 0) yield { raw: group.join('\n') };
}

function isOneValue(text: string): boolean {
  const start = text.trimStart()[0];
  if (start !== '{' && start !== '[') return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

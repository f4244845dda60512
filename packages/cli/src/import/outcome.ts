// What an import came to: in one sentence, and as an exit code. Only what is all in the log is a
// success.
import type { Context } from '../context.ts';
import { counted, number } from '../terminal/numbers.ts';
import { say } from '../terminal/output.ts';
import type { ImportTotal } from './run.ts';

/** Whether everything that the files hold is in the log now. */
export function isComplete(total: ImportTotal): boolean {
  const { quarantined, refused, failed } = total;
  return quarantined === 0 && refused === 0 && failed.length === 0 && !isEmpty(total);
}

/** Files that hold no record, now or in an earlier run. */
function isEmpty({ files, skipped, records, known, refused }: ImportTotal): boolean {
  return files > 0 && skipped === 0 && records === 0 && known === 0 && refused === 0;
}

/** Says it, with the reasons and what to do. */
export function sayOutcome(context: Context, source: string, total: ImportTotal): void {
  say(context, sentenceOf(total));
  for (const { code, detail, count } of total.reasons) {
    say(context, `acta: ${number(count)} × ${detail} (${code})`);
  }
  if (total.quarantined > 0) {
    say(context, `They lie in the quarantine of the source ${source}: see Sources in the page.`);
  }
  for (const { file, reason } of total.failed) say(context, `acta: ${file}: ${reason}`);
}

function sentenceOf(total: ImportTotal): string {
  const { records, accepted, duplicates, quarantined, refused, skipped } = total;
  const files = counted(total.files, 'file');
  if (isEmpty(total)) return `Nothing was recorded: there are no records in ${files}`;
  if (records + refused === 0 && total.failed.length === 0) {
    return 'Nothing new: all records were handed in before (--restart hands them in again)';
  }
  const before =
    skipped > 0
      ? `; ${counted(skipped, 'file')} imported before and not changed (--restart reads again)`
      : '';
  const sums =
    `${counted(records + refused, 'record')} of ${files}: ${number(accepted)} recorded, ` +
    `${number(duplicates)} repeated, ${number(quarantined)} quarantined, ${number(refused)} refused`;
  return `${verdict(total)}${sums}${before}`;
}

function verdict({ accepted, duplicates, quarantined, refused, failed }: ImportTotal): string {
  if (quarantined + refused + failed.length === 0) return '';
  return accepted + duplicates === 0 ? 'Nothing was recorded. ' : 'Not everything was recorded. ';
}

/** Records handed in at once: some thousands keep the server busy, and are sent again quickly. */
const RECORDS = 2_000;
const BYTES = 2_097_152;

export interface Batch {
  /** The number of its first record in the file. */
  first: number;
  records: number;
  body: Buffer;
}

const newline = Buffer.from('\n');

/** Pieces of a file, from the record on that `skip` names. */
export async function* batchesOf(
  records: AsyncIterable<readonly Buffer[]>,
  skip: number,
): AsyncGenerator<Batch> {
  let held: Buffer[] = [];
  let first = skip;
  let bytes = 0;
  const take = (): Batch => {
    const body = Buffer.concat(held.flatMap((record) => [record, newline]));
    const batch = { first, records: held.length, body };
    first += held.length;
    held = [];
    bytes = 0;
    return batch;
  };
  let passed = 0;
  for await (const some of records) {
    for (const record of some) {
      if (passed < skip) {
        passed++;
        continue;
      }
      if (held.length > 0 && bytes + record.length > BYTES) yield take();
      held.push(record);
      bytes += record.length + 1;
      if (held.length >= RECORDS) yield take();
    }
  }
  if (held.length > 0) yield take();
}

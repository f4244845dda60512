// A log under test: remembers everything that was acknowledged and every head that was seen, and
// checks all of it anew, by the published tree, after each step (after Sunlight's testlog).
import assert from 'node:assert/strict';
import {
  openCheckpoint,
  parseProof,
  verifyConsistency,
  verifyInclusion,
  verifyLog,
} from '@acta/log';
import { decodeBase64, leafHash } from '@acta/log';
import { utf8 } from '../../lib/bytes.ts';
import type { AppendReceipt, EventDraft, LogEntry } from '../../lib/entry.ts';
import { openLedger } from '../open.ts';
import { optionsFor } from '../testing.ts';
import type { OptionChanges } from '../testing.ts';
import type { Head, Ledger } from '../types.ts';

interface Acknowledged {
  id: string;
  raw: string | undefined;
}

export class TestLog {
  readonly dir: string;
  /** What was answered, by log index. */
  readonly acknowledged = new Map<number, Acknowledged>();
  readonly #heads: Head[] = [];
  #ledger: Ledger | null = null;

  constructor(dir: string) {
    this.dir = dir;
  }

  get ledger(): Ledger {
    assert.ok(this.#ledger, 'the ledger is open');
    return this.#ledger;
  }

  async open(changes: OptionChanges = {}): Promise<Ledger> {
    this.#ledger = await openLedger(optionsFor(this.dir, changes));
    return this.#ledger;
  }

  async close(): Promise<void> {
    await this.#ledger?.close();
    this.#ledger = null;
  }

  async append(drafts: readonly EventDraft[]): Promise<AppendReceipt[]> {
    const receipts = await this.ledger.append(drafts);
    receipts.forEach((receipt, place) => this.acknowledge(receipt, drafts[place]!));
    this.#heads.push(this.ledger.head());
    return receipts;
  }

  /** Remembers an answer: a duplicate must have got the first one's. */
  acknowledge({ id, index, duplicate }: AppendReceipt, draft: EventDraft): void {
    const known = this.acknowledged.get(index);
    if (known) assert.equal(known.id, id, `entry ${index} keeps its id`);
    else if (duplicate !== true) this.acknowledged.set(index, { id, raw: draft.event.raw });
  }

  /** Everything that was acknowledged is there, once, in order, proven, under one history. */
  async check(): Promise<void> {
    await this.ledger.flushTiles();
    const entries = await this.#readAll();
    await this.#checkPublished(entries);
    for (const [index, { id, raw }] of this.acknowledged) {
      const entry = entries[index];
      assert.ok(entry, `acknowledged entry ${index} is in the log`);
      assert.equal(entry.event.id, id, `entry ${index} has the id that was answered`);
      assert.equal(entry.event.raw, raw, `entry ${index} has its record`);
    }
    await this.#checkProofs(entries);
    if (entries.length > 0) assert.deepEqual((await this.ledger.verify()).findings, []);
  }

  async #readAll(): Promise<LogEntry[]> {
    const entries: LogEntry[] = [];
    for await (const some of this.ledger.entries(0)) entries.push(...some);
    const ids = new Set(entries.map(({ event }) => event.id));
    assert.equal(ids.size, entries.length, 'no event is in the log twice');
    assert.equal(entries.length, this.ledger.head().size);
    entries.forEach((entry, place) => assert.equal(entry.index, place));
    const received = entries.map(({ event }) => event.received);
    assert.deepEqual(received, received.toSorted(), 'the time of receipt never goes back');
    return entries;
  }

  /** The tree as a foreign client reads it. */
  async #checkPublished(entries: readonly LogEntry[]): Promise<void> {
    const { ledger } = this;
    const leaves: string[] = [];
    const report = await verifyLog({
      read: async (path) => (await ledger.publicFile(path))?.bytes ?? null,
      verifiers: ledger.vkeys(),
      origin: ledger.origin,
      onEntries: (first, bundle) => {
        bundle.forEach((bytes, place) => {
          leaves[first + place] = Buffer.from(bytes).toString('utf8');
        });
      },
    });
    const findings = report.findings.filter(({ what }) => what !== 'nothing to verify');
    assert.deepEqual(findings, []);
    assert.equal(report.signed, true);
    assert.equal(report.checkpoint?.size, ledger.head().size);
    assert.deepEqual(
      leaves,
      entries.map(({ leaf }) => leaf),
    );
  }

  async #checkProofs(entries: readonly LogEntry[]): Promise<void> {
    const head = this.ledger.head();
    this.#heads.push(head);
    for (const index of someOf(entries.length)) {
      const proof = parseProof(await this.ledger.inclusionProof(index));
      const { checkpoint } = await openCheckpoint(proof.checkpoint, this.ledger.vkeys());
      const claim = { ...checkpoint, index, proof: proof.path };
      const hash = leafHash(utf8(entries[index]!.leaf));
      assert.ok(verifyInclusion({ ...claim, leafHash: hash }), `entry ${index} is proven`);
    }
    const seen = new Map(this.#heads.map((each) => [each.size, each]));
    for (const { size, root } of [...seen.values()].slice(-20)) {
      if (size === 0) continue;
      const proof = (await this.ledger.consistencyProof(size, head.size)).map((hash) =>
        decodeBase64(hash),
      );
      const claim = { size1: size, root1: root, size2: head.size, root2: head.root, proof };
      assert.ok(verifyConsistency(claim), `the head of ${size} is a prefix of ${head.size}`);
    }
  }
}

/** First, last and places around tile edges. */
function someOf(size: number): number[] {
  const places = [0, 1, 255, 256, 257, 511, 512, Math.floor(size / 2), size - 2, size - 1];
  return [...new Set(places.filter((place) => place >= 0 && place < size))];
}

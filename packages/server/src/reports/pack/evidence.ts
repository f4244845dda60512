import { disclosuresOf, openRecord } from '@acta/event';
import type { ProofAnswer, Withheld } from '@acta/sdk';
import type { LogEntry } from '../../lib/entry.ts';
import type { ReportReader } from '../ports.ts';
import type { PackProofs } from './proofs.ts';

const allGroups = ['actor', 'target', 'context', 'details', 'raw'] as const;

/** The evidence of one entry under the pack's checkpoint, as `GET /v1/events/{id}/proof` answers it to `reader`. */
export async function evidenceOf(
  entry: LogEntry,
  proofs: PackProofs,
  reader: Pick<ReportReader, 'withheld' | 'raw'>,
): Promise<ProofAnswer> {
  const hidden = new Set<string>(reader.withheld);
  if (!reader.raw) hidden.add('raw');
  const shown = allGroups.filter((group) => !hidden.has(group));
  const opened = openRecord(entry.leaf, entry.record);
  const withheld: Withheld[] = opened.withheld.map((group) => ({ group, why: 'erased' }));
  for (const group of allGroups) {
    const known = withheld.some((each) => each.group === group);
    if (hidden.has(group) && !known && hasGroup(opened.event, group)) {
      withheld.push({ group, why: 'not permitted to the one who made this export' });
    }
  }
  return {
    index: entry.index,
    leaf: Buffer.from(entry.leaf, 'utf8').toString('base64'),
    disclosures: disclosuresOf(entry.record, shown),
    withheld,
    proof: await proofs.inclusion(entry.index),
    tier: 'logged',
  };
}

const membersOf: Record<Withheld['group'], string[]> = {
  actor: ['actor'],
  target: ['target', 'targets'],
  context: ['context'],
  details: ['native', 'pipeline', 'changes', 'why', 'labels', 'source', 'marks'],
  raw: ['raw', 'raw_sha256'],
};

function hasGroup(event: object, group: Withheld['group']): boolean {
  return membersOf[group].some((member) => member in event);
}

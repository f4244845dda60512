// What others made of a sample, where it lies beside it, held against what we make of it.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cdvizValues } from './cdviz.ts';
import { datadogResults, tailscaleValues } from './datadog.ts';
import { explanationOf } from './explained.ts';
import { goScmValues } from './go-scm.ts';
import type { Event, ExpectedField, ExpectedValue, Loose } from './types.ts';

/** A value of theirs that ours does not say. */
export interface Disagreement {
  path: string;
  field: ExpectedField;
  expected: string;
  /** Why ours is right, or theirs is about something else; undefined: nobody has said. */
  reason: string | undefined;
}

export interface Agreement {
  compared: number;
  agreed: number;
  disagreements: Disagreement[];
}

export function noAgreement(): Agreement {
  return { compared: 0, agreed: 0, disagreements: [] };
}

/**
 * Adds what the expected output beside a sample says of its first event.
 * @param at the sample's place in its file
 */
export function compareExpected(
  agreement: Agreement,
  sample: { root: string; path: string; at: number },
  event: Event | undefined,
): void {
  for (const { field, value, agrees } of expectedValues(sample)) {
    agreement.compared++;
    if (event !== undefined && agrees(event)) {
      agreement.agreed++;
      continue;
    }
    const reason = explanationOf(sample.path, field);
    agreement.disagreements.push({ path: sample.path, field, expected: value, reason });
  }
}

/** The share that agrees, of 1; 1 where nothing is to be compared. */
export function agreementShare({ compared, agreed }: Agreement): number {
  return compared === 0 ? 1 : agreed / compared;
}

function expectedValues(sample: { root: string; path: string; at: number }): ExpectedValue[] {
  const { root, path, at } = sample;
  const golden = join(root, `${path}.golden`);
  if (existsSync(golden)) return goScmValues(json(golden));
  if (path.includes('-cdviz-captured/inputs/')) {
    const output = join(root, path.replace('/inputs/', '/outputs/'));
    return existsSync(output) ? cdvizValues(json(output)) : [];
  }
  if (path.endsWith('tailscale_tests.yaml')) {
    return tailscaleValues(datadogResults(readFileSync(join(root, path), 'utf8'))[at]);
  }
  return [];
}

function json(path: string): Loose {
  return JSON.parse(readFileSync(path, 'utf8')) as Loose;
}

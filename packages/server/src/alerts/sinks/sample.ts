import type { Alert } from '@acta/sdk';

/** The alert of a test message: it names who asked, and nothing that happened. */
export function testAlert(id: string, by: string, now: string): Alert {
  return {
    id,
    rule: {
      id: 'acta-sink-test',
      title: 'Test of this sink',
      level: 'informational',
      hash: '',
      tags: [],
      references: [],
    },
    status: 'open',
    verdict: null,
    assignee: null,
    raised: now,
    updated: now,
    first: now,
    last: now,
    findings: 0,
    count: 0,
    group: {},
    actor: { id: by },
    target: null,
    source: 'acta',
    because: 'Somebody pressed the test button; nothing happened.',
    historical: false,
    quiet: null,
    events: [],
  };
}

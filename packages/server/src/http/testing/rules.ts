// Rules over the control store of the small world: one folder with a few files, nothing that runs.
import { randomUUID } from 'node:crypto';
import type { Principal } from '../../access/index.ts';
import type { Clock } from '../../lib/clock.ts';
import { createLimits } from '../../lib/limits.ts';
import { createMetrics } from '../../lib/metrics.ts';
import {
  createRuleBook,
  createRuleFields,
  createRules,
  createTrials,
  openReplays,
  type Rules,
} from '../../rules/index.ts';
import type { Store } from '../../store/index.ts';
import type { AuditPort } from '../ports.ts';

/** A rule for Acta's events of one action. */
export const ruleText = (id: string, action: string, more = ''): string => `title: On ${action}
id: ${id}
status: stable
author: Somebody
logsource: {product: acta}
detection:
  selection: {action: '${action}'}
  condition: selection
level: medium
${more}`;

export const SHIPPED = '11111111-1111-4111-8111-111111111111';
export const UNFILLED = '22222222-2222-4222-8222-222222222222';

const FOLDER = {
  name: 'acta',
  texts: [
    {
      file: 'a/shipped.yml',
      text: ruleText(SHIPPED, 'repository.created'),
      fixtures: '- {title: made, fires: true, event: {action: repository.created}}',
    },
    {
      file: 'a/unfilled.yml',
      text: ruleText(UNFILLED, 'x').replace("action: 'x'", "action|expand: '%ours%'"),
    },
    { file: 'a/broken.yml', text: 'title: no more' },
  ],
};

export async function rulesOver(
  store: Store,
  clock: Clock,
  audit: AuditPort,
  log: Parameters<typeof openReplays>[0]['log'],
): Promise<Rules> {
  const limits = createLimits({}, createMetrics());
  const read = async () => createRuleBook([FOLDER], await store.rules.list());
  let book = await read();
  let ids = 0;
  return createRules({
    clock,
    limits,
    audit: { record: (by, record) => audit.record(by as Principal, record) },
    store: store.rules,
    book: () => book,
    async reload() {
      book = await read();
    },
    trials: createTrials(limits),
    fields: createRuleFields({ log, book: () => book, clock }),
    replays: await openReplays({
      store: store.ruleReplays,
      log,
      clock,
      limits,
      correlations: { groups: 100, hits: 100, refs: 100 },
      lateness_ms: 900_000,
      newId: () => `rpl_${ids++}`,
      idsOf: async (indexes) => indexes.map((index) => ({ index, id: `e${index}` })),
    }),
    newId: () => randomUUID(),
  });
}

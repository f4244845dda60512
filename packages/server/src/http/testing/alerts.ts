// Alerts over the control store of the small world, with rules of one name for each level.
import type { AlertLevel } from '@acta/sdk';
import { createAlerts, type Alerts, type AlertSinks } from '../../alerts/index.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Store } from '../../store/index.ts';
import type { AuditPort } from '../ports.ts';

export function alertsOver(
  store: Store,
  clock: Clock,
  audit: AuditPort,
  sinks: AlertSinks,
): Alerts {
  let ids = 0;
  return createAlerts({
    store: store.alerts,
    silences: store.silences,
    clock,
    itself: { id: 'acta', name: 'Acta', kind: 'service' },
    audit: { record: (_by, record) => audit.record(null, record) },
    notesOf(rule) {
      const level = rule as AlertLevel;
      const said = { id: rule, title: rule, level, hash: '', tags: [], references: [] };
      return { rule: said, description: null, triage: null, falsepositives: [] };
    },
    idsOf: (indexes) => Promise.resolve(indexes.map((index) => ({ index, id: `e${index}` }))),
    newId: () => `alr_${ids++}`,
    told: sinks.told,
    onChange: async () => sinks.dispatcher.wake(),
  });
}

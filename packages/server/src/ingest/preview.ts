// What a delivery would give, without taking it.
import type { ImportPreview } from '@acta/sdk';
import { NotNormalizable, type Delivery, type Normalized } from '../sources/types.ts';
import type { IntakeContext } from './context.ts';
import { countedReasons } from './deliveries.ts';
import { refusal } from './errors.ts';

const samplesMax = 5;

/**
 * @param via the door that it would come by
 * @throws ActaError 404 `source_unknown`, `source_without_door`
 */
export async function previewDelivery(
  context: IntakeContext,
  name: string,
  delivery: Delivery,
  via: string,
): Promise<ImportPreview> {
  const source = await context.meters.source(name);
  if (source === null) throw refusal('source_unknown');
  const adapter = context.adapterOf(source.type);
  if (adapter === undefined) throw refusal('source_without_door');
  try {
    return previewOf(context, adapter.normalize({ ...delivery, via }, source.settings));
  } catch (error) {
    if (!(error instanceof NotNormalizable)) throw error;
    const failed = [{ code: error.code, detail: error.message, count: 1 }];
    return { ...previewOf(context, { items: [], failed: [] }), failed };
  }
}

function previewOf({ masker }: IntakeContext, { items, failed }: Normalized): ImportPreview {
  const actions: Record<string, number> = {};
  for (const { event } of items) actions[event.action] = (actions[event.action] ?? 0) + 1;
  const times = items.flatMap(({ event: { time } }) => (time === undefined ? [] : [time])).sort();
  return {
    records: items.length,
    unmapped: items.filter(({ unmapped }) => unmapped).length,
    untimed: items.length - times.length,
    failed: countedReasons(failed),
    actions,
    from: times[0] ?? null,
    to: times.at(-1) ?? null,
    samples: items.slice(0, samplesMax).map(({ event }) => ({
      time: event.time ?? null,
      action: event.action,
      native: event.native ?? null,
      actor: masker.text(event.actor.name ?? event.actor.id).text,
      target: masker.text(event.target.name ?? event.target.id).text,
    })),
  };
}

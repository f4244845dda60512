// What records would become, without recording anything: for the editor of mappings and for
// `acta source test`.
import type { SampleInput, TriedEvent, TriedSample } from '@acta/sdk';
import { Buffer } from 'node:buffer';
import {
  NotNormalizable,
  type Adapter,
  type NormalizedItem,
  type Settings,
} from '../sources/types.ts';
import type { IntakeContext } from './context.ts';
import { draftOfItem, type DeliveryContext } from './describe.ts';
import { refusal } from './errors.ts';
import { SKEW_MS } from './limits.ts';

/** Events shown of one try; a sample may hold many records. */
const eventsMax = 1_000;

type TryContext = Pick<IntakeContext, 'adapterOf' | 'masker' | 'limits' | 'clock'>;

/**
 * The events of samples, as they would be recorded now, secrets masked.
 * @throws ActaError 404 `source_without_door` for a type without an adapter
 */
export function tryRecords(
  context: TryContext,
  type: string,
  settings: Settings,
  samples: readonly SampleInput[],
): TriedSample[] {
  const adapter = context.adapterOf(type);
  if (adapter === undefined) throw refusal('source_without_door');
  let left = eventsMax;
  return samples.map((sample) => {
    const tried = tryOne(context, adapter, settings, sample, left);
    left -= tried.events.length;
    return tried;
  });
}

function tryOne(
  context: TryContext,
  adapter: Adapter,
  settings: Settings,
  { raw, headers = {} }: SampleInput,
  most: number,
): TriedSample {
  const received = context.clock.now();
  const delivery = { headers, body: Buffer.from(raw, 'utf8'), received, via: 'webhook' };
  try {
    const { items, failed } = adapter.normalize(delivery, settings);
    return {
      events: items.slice(0, most).map((item) => triedEvent(context, adapter, item, received)),
      failed: failed.slice(0, most).map(({ code, detail }) => ({ code, detail })),
    };
  } catch (error) {
    if (!(error instanceof NotNormalizable)) throw error;
    return { events: [], failed: [{ code: error.code, detail: error.message }] };
  }
}

function triedEvent(
  { masker, limits }: TryContext,
  { type }: Adapter,
  item: NormalizedItem,
  received: number,
): TriedEvent {
  const described: DeliveryContext = {
    source: { type, name: type },
    via: 'webhook',
    assurance: 'source_authenticated',
    received,
    skew: limits.value(SKEW_MS),
    marks: [],
  };
  const { raw = '', ...event } = draftOfItem(item, 0, described, masker).event;
  const errors = (item.errors ?? []).map(({ path, message }) => ({
    path,
    message: masker.text(message).text,
  }));
  return { event, unmapped: item.unmapped, errors, raw };
}

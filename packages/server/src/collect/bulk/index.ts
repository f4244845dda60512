// Elasticsearch's bulk API, as far as senders of logs use it: documents come in, none is changed.
import type { Caller } from '../../ingest/index.ts';
import { createCompatible, type CompatibleContext, type Refusing } from '../compatible.ts';
import { refused } from '../errors.ts';
import type { DoorAnswer, DoorRequest } from '../request.ts';
import { bulkItems, type BulkItem } from './actions.ts';
import { bulkAnswer, clusterHealth, info, license, refusal } from './answers.ts';

export interface BulkDoor extends Refusing {
  /** `POST /_bulk`, `/{index}/_bulk`. */
  bulk(caller: Caller, request: DoorRequest, index: string | undefined): Promise<DoorAnswer>;
  /** `GET /`. */
  info(): DoorAnswer;
  /** `GET /_license`. */
  license(): DoorAnswer;
  /** `GET /_cluster/health`. */
  health(): DoorAnswer;
}

export function createBulkDoor(context: CompatibleContext): BulkDoor {
  const compatible = createCompatible(context, 'bulk');
  return {
    async bulk(caller, request, index) {
      const began = context.clock.now();
      let items: BulkItem[] = [];
      const { outcomes } = await compatible.take(caller, request, (body) => {
        items = bulkItems(body, index);
        if (items.length === 0) throw refused('body_empty');
        return items.flatMap(({ record }) => record ?? []);
      });
      return bulkAnswer(items, outcomes, context.clock.now() - began);
    },
    info,
    license,
    health: clusterHealth,
    refused: refusal,
  };
}

// The doors that take the protocols of other products.
import type { CompatibleContext } from './compatible.ts';
import { createBulkDoor, type BulkDoor } from './bulk/index.ts';
import { createHecDoor, type HecDoor } from './hec/index.ts';
import { createLokiDoor, type LokiDoor } from './loki/index.ts';
import { createOtlpDoor, type OtlpDoor } from './otlp/index.ts';

export interface CompatibleDoors {
  bulk: BulkDoor;
  hec: HecDoor;
  loki: LokiDoor;
  otlp: OtlpDoor;
}

export function createCompatibleDoors(context: CompatibleContext): CompatibleDoors {
  return {
    bulk: createBulkDoor(context),
    hec: createHecDoor(context),
    loki: createLokiDoor(context),
    otlp: createOtlpDoor(context),
  };
}

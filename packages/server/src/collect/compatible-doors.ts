// The doors that take the protocols of other products.
import type { CompatibleContext } from './compatible.ts';
import { createHecDoor, type HecDoor } from './hec/index.ts';

export interface CompatibleDoors {
  hec: HecDoor;
}

export function createCompatibleDoors(context: CompatibleContext): CompatibleDoors {
  return { hec: createHecDoor(context) };
}

import type { Random } from '../random.ts';
import type { World } from '../world.ts';

/** One delivery of GitHub's webhook. */
export function webhook(
  world: World,
  random: Random,
  event: string,
  time: number,
  payload: object,
): void {
  world.emit({ time, door: 'webhook', event, delivery: random.uuid(), payload });
}

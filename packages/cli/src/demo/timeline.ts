import { leakedToken } from './attacks/leaked-token.ts';
import { massSecretRead } from './attacks/mass-secret-read.ts';
import { protectionRemoved } from './attacks/protection-removed.ts';
import { runnerExfiltration } from './attacks/runner-exfiltration.ts';
import { sourcePaused } from './attacks/source-paused.ts';
import { unusualAdmin } from './attacks/unusual-admin.ts';
import { DAY, daysUntil, HOUR } from './calendar.ts';
import type { EventSource, Highlight, Item } from './item.ts';
import { createRandom } from './random.ts';
import { playAdministration } from './stories/administration.ts';
import { playChanges } from './stories/change.ts';
import { playIncidents } from './stories/incidents.ts';
import { playOperations } from './stories/operations.ts';
import { playSignIns } from './stories/sign-ins.ts';
import { createWorld, type World } from './world.ts';

export const DAYS = 90;

const stories = [playChanges, playOperations, playSignIns, playIncidents, playAdministration];
const attacks = [
  leakedToken,
  protectionRemoved,
  massSecretRead,
  unusualAdmin,
  runnerExfiltration,
  sourcePaused,
];

export interface Timeline {
  /** By time, none after `now`. */
  items: Item[];
  /** Newest first. */
  highlights: Highlight[];
}

/** When the sign-ins were not heard: a working week's middle, about a month ago. */
export function outageOf(now: number): { source: EventSource; from: number; to: number } {
  const monday = Math.floor((now / DAY + 3) / 7) * 7 * DAY - 3 * DAY - 28 * DAY;
  return { source: 'sso', from: monday + DAY + 15 * HOUR, to: monday + 4 * DAY + 9 * HOUR };
}

function isLost(item: Item, now: number): boolean {
  const { source, from, to } = outageOf(now);
  return item.door === 'events' && item.source === source && item.time >= from && item.time < to;
}

/** Days of the organisation up to `now` (ms): the same for the same seed, now and days. */
export function timelineOf(seed: string, now: number, days = DAYS): Timeline {
  const world: World = createWorld(now, daysUntil(now, days), createRandom(seed));
  for (const play of stories) play(world);
  const highlights = attacks.map((play) => play(world));
  const items = world.items
    .filter((item) => item.time <= now && !isLost(item, now))
    .sort((a, b) => a.time - b.time);
  return { items, highlights: highlights.sort((a, b) => b.time - a.time) };
}

import type { Day } from './calendar.ts';
import type { Emit, Item } from './item.ts';
import type { Random } from './random.ts';
import { services, type Service } from './organisation.ts';

/** What the stories share: counters of numbers that only grow, and where to put what happens. */
export interface World {
  now: number;
  days: Day[];
  random: Random;
  emit: Emit;
  items: Item[];
  /** Next pull request of a repository. */
  pullNumber(service: Service): number;
  /** Next patch version of a service. */
  nextVersion(service: Service): string;
  /** The version before the newest one. */
  previousVersion(service: Service): string;
  runId(): number;
  ticket(): string;
  /** The service of a name. */
  service(name: string): Service;
}

export function createWorld(now: number, days: Day[], random: Random): World {
  const items: Item[] = [];
  const pulls = new Map<string, number>();
  const versions = new Map<string, { minor: number; patch: number }>();
  let run = 11_204_583_000;
  let ticket = 4117;
  const next = (service: Service) =>
    pulls.get(service.name) ?? 300 + ((service.name.length * 97) % 900);
  const text = (version: { minor: number; patch: number }) => `2.${version.minor}.${version.patch}`;
  const versionOf = (service: Service) => versions.get(service.name) ?? { minor: 14, patch: 0 };
  return {
    now,
    days,
    random,
    items,
    emit: (item) => void items.push(item),
    pullNumber(service) {
      pulls.set(service.name, next(service) + 1);
      return next(service);
    },
    nextVersion(service) {
      const { minor, patch } = versionOf(service);
      const up = patch >= 11 ? { minor: minor + 1, patch: 0 } : { minor, patch: patch + 1 };
      versions.set(service.name, up);
      return text(up);
    },
    previousVersion(service) {
      const { minor, patch } = versionOf(service);
      return text(patch > 0 ? { minor, patch: patch - 1 } : { minor: minor - 1, patch: 11 });
    },
    runId: () => (run += random.int(3, 900)),
    ticket: () => `OPS-${(ticket += 1)}`,
    service(name) {
      const found = services.find((service) => service.name === name);
      if (found === undefined) throw new Error(`no service is called ${name}`);
      return found;
    },
  };
}

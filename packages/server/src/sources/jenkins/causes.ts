// Why a build started, as Jenkins words it, and who that makes its actor.
import { unknownActor, type Actor } from '../names.ts';
import { jobNamed, userActor } from './names.ts';

const byService: readonly (readonly [RegExp, string])[] = [
  [/^Started by timer|^Started by scheduled/i, 'timer'],
  [/^Started by an SCM change|^Branch (?:event|indexing)|^Push event/i, 'scm'],
  [/^Started by remote host/i, 'remote'],
  [/^Restarted|^Started by command line/i, 'controller'],
];

/**
 * The actor that the causes name: a user, else the job upstream, else the part of Jenkins that
 * started it. `Started by user NA` and words that nobody knows are unknown.
 */
export function actorOfCauses(causes: string): Actor {
  const user = /(?:Started|Replayed|Rebuilt|Approved|Restarted) by user ([^,\n]{1,200})/.exec(
    causes,
  )?.[1];
  if (user !== undefined) return userActor(user.trim());
  const pusher = /Started by (?:\w+ )?push by ([^,\s]{1,200})/i.exec(causes)?.[1];
  if (pusher !== undefined) return userActor(pusher);
  const upstream = /Started by upstream project "?([^",]{1,300})"?(?: build number (\d+))?/.exec(
    causes,
  );
  if (upstream !== null) {
    const job = jobNamed(upstream[1] as string).trim();
    const name = upstream[2] === undefined ? job : `${job}#${upstream[2]}`;
    return { type: 'job', id: `jenkins:job:${name}`, name };
  }
  for (const [words, part] of byService) {
    if (words.test(causes.trim())) return { type: 'service', id: `jenkins:${part}`, name: part };
  }
  return unknownActor;
}

/** `Parameters:[a: {1}, b: {2}]` by name; hidden ones (`****`) are left out. */
export function parametersIn(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name, value] of text
    .slice(0, 8_192)
    .matchAll(/([\w.-]{1,100}): \{([^{}]{0,1000})\}/g)) {
    if (value !== undefined && value !== '****' && name !== undefined) found[name] = value;
  }
  return found;
}

/** Parameters that say where and what is deployed. */
export function deliveryOf(parameters: Readonly<Record<string, string>>): {
  environment: string | undefined;
  version: string | undefined;
} {
  const pick = (shape: RegExp) => {
    const name = Object.keys(parameters).find((key) => shape.test(key));
    return name === undefined ? undefined : parameters[name] || undefined;
  };
  return {
    environment: pick(/^(?:deploy|target)?_?env(?:ironment)?$/i),
    version: pick(/^(?:app|release|image)?_?version$/i),
  };
}

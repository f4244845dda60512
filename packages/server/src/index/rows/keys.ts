// The values by which single events are looked up, each with a letter for the field: one exact
// index answers for all of them, where scanning a column would read it whole.
import type { ActaEvent, Actor, Target } from '@acta/event';
import { canonicalIp, fold } from '@acta/query';

/** Letters of the fields that stand in `keys`. */
export const KEY_LETTERS = {
  actor: 'a',
  target: 't',
  'context.ip': 'i',
  'context.session': 's',
  'pipeline.commit': 'c',
  'pipeline.run': 'r',
  'pipeline.change': 'p',
  'pipeline.artifact': 'd',
} as const;

const PARTS_OF: Readonly<Record<string, keyof typeof KEY_LETTERS>> = {
  'actor.name': 'actor',
  'actor.id': 'actor',
  'actor.email': 'actor',
  'target.name': 'target',
  'target.id': 'target',
  'targets.name': 'target',
  'targets.id': 'target',
};

/**
 * The letter under which a path's or a field's values stand in `keys`; undefined for the others.
 */
export function keyLetter(path: string): string | undefined {
  const own: Readonly<Record<string, string>> = KEY_LETTERS;
  const whole = PARTS_OF[path];
  return Object.hasOwn(own, path) ? own[path] : whole && KEY_LETTERS[whole];
}

/** The keys of an event, each once. */
export function keysOf(event: ActaEvent): string[] {
  const keys: string[] = [];
  const add = (letter: string, value: string | undefined): void => {
    if (value === undefined || value === '') return;
    const key = letter + fold(value);
    if (!keys.includes(key)) keys.push(key);
  };
  const addActor = (actor: Actor | undefined): void => {
    add(KEY_LETTERS.actor, actor?.name);
    add(KEY_LETTERS.actor, actor?.id);
    add(KEY_LETTERS.actor, actor?.email);
  };
  const addTarget = (target: Target | undefined): void => {
    add(KEY_LETTERS.target, target?.name);
    add(KEY_LETTERS.target, target?.id);
  };
  addActor(event.actor);
  addTarget(event.target);
  for (const target of event.targets ?? []) addTarget(target);
  const { context, pipeline } = event;
  if (context?.ip !== undefined) add(KEY_LETTERS['context.ip'], canonicalIp(fold(context.ip)));
  add(KEY_LETTERS['context.session'], context?.session);
  add(KEY_LETTERS['pipeline.commit'], pipeline?.commit);
  add(KEY_LETTERS['pipeline.run'], pipeline?.run);
  add(KEY_LETTERS['pipeline.change'], pipeline?.change);
  add(KEY_LETTERS['pipeline.artifact'], pipeline?.artifact);
  return keys;
}

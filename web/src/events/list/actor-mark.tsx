import type { Actor } from '../../api/types.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';

const LEVELS = [
  'claimed',
  'source_authenticated',
  'source_signed',
  'token_verified',
  'sender_constrained',
] as const;

export type Assurance = (typeof LEVELS)[number];

export const ASSURANCE_WORDS: Record<Assurance, { name: string; about: string }> = {
  claimed: {
    name: 'Claimed',
    about:
      'Only the text of the record says so. Anybody who can write the record can write a name.',
  },
  source_authenticated: {
    name: 'Source authenticated',
    about:
      'The record came over an authenticated channel of its source; the source vouches for the name.',
  },
  source_signed: {
    name: 'Source signed',
    about:
      'The delivery carries a signature of its source, and the signature was checked at intake.',
  },
  token_verified: {
    name: 'Token verified',
    about: "The actor's own workload or user token was checked against its issuer.",
  },
  sender_constrained: {
    name: 'Sender constrained',
    about:
      'A verified token, bound to a key that the sender proved to hold. A stolen token alone is not enough.',
  },
};

export function levelOf(assurance: string | undefined): number {
  return LEVELS.indexOf((assurance ?? 'claimed') as Assurance) + 1;
}

/** Five dots, filled from the weakest to the level reached. */
export function AssuranceDots({ assurance }: { assurance: string | undefined }) {
  const level = Math.max(1, levelOf(assurance));
  const words = `Identity: ${ASSURANCE_WORDS[LEVELS[level - 1]!].name.toLowerCase()} (${level} of 5)`;
  return (
    <svg className="dots" width="25" height="6" viewBox="0 0 25 6" role="img" aria-label={words}>
      <title>{words}</title>
      {LEVELS.map((name, place) => (
        <circle
          key={name}
          cx={2.5 + place * 5}
          cy="3"
          r="1.6"
          data-on={place < level || undefined}
        />
      ))}
    </svg>
  );
}

export function kindIcon(type: string | undefined): IconName {
  if (!type) return 'user';
  if (/bot|app|service|integration|token|key/.test(type)) return 'bot';
  if (/workload|workflow|pipeline|job|runner|serviceaccount/.test(type)) return 'workload';
  if (/agent|assistant/.test(type)) return 'agent';
  if (/system|host|node|server/.test(type)) return 'system';
  return 'user';
}

export function ActorGlyph({ actor }: { actor: Actor | undefined }) {
  return (
    <span className="actor-glyph" title={actor?.type ?? 'withheld'}>
      <Icon name={actor ? kindIcon(actor.type) : 'lock'} size={14} />
    </span>
  );
}

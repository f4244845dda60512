// What the tokens of the CI systems that we know say beyond who: names, pipeline, the person behind
// the run. An issuer is known by its claims, so that self-managed servers are too; all of it is
// signed by an issuer that the settings name.
import type { Actor, Pipeline } from '@acta/event';
import type { Claims } from '../compact.ts';
import { githubFacts } from './github.ts';
import { gitlabFacts } from './gitlab.ts';
import { kubernetesFacts } from './kubernetes.ts';

export interface Facts {
  name?: string;
  person?: Omit<Actor, 'assurance'>;
  pipeline: Pipeline;
  compared: readonly (keyof Pipeline)[];
  labels: Record<string, string>;
}

export function factsOf(claims: Claims): Facts {
  return (
    githubFacts(claims) ??
    gitlabFacts(claims) ??
    kubernetesFacts(claims) ?? { pipeline: {}, compared: [], labels: {} }
  );
}

import type { Actor, Pipeline } from '@acta/event';

/** A workload as its checked token says it: it acts in the events that it sends. */
export interface Workload {
  /** Type `workload`, id `issuer:sub`, with its assurance. */
  actor: Actor;
  /** Who started the run, where the issuer says it. */
  person?: Actor;
  /** What the claims say of the pipeline, in the canonical forms. */
  pipeline: Pipeline;
  /** Fields of `pipeline` in which a sender's own word must agree. */
  compared: readonly (keyof Pipeline)[];
  /** Further claims that tell one run from another. */
  labels: Readonly<Record<string, string>>;
}

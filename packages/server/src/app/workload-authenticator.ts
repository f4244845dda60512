// A workload's token as the credential of a request: `Authorization: Bearer` or `DPoP` with a
// signed token of a configured issuer. It writes, for the source that its rule names, and does
// nothing else.
import type { Authenticator, Principal } from '../access/index.ts';
import { isFailure, looksSigned, type Known, type Workloads } from '../identity/index.ts';
import { ActaError } from '../lib/errors.ts';

const FORM = /^(bearer|dpop) +([^\s]+) *$/i;

/** Says `absent` of all that is no signed token: keys and sessions come after it. */
export function workloadAuthenticator(workloads: Workloads): Authenticator {
  return {
    name: 'workload',
    authenticate({ authorization, dpop, method, url }) {
      const [, scheme = '', token = ''] = FORM.exec(authorization ?? '') ?? [];
      if (!workloads.configured || method === undefined || url === undefined) return 'absent';
      const bound = scheme.toLowerCase() === 'dpop';
      if (!bound && !looksSigned(token)) return 'absent';
      return workloads
        .identify({ token, proof: dpop, bound, method, url })
        .then(principalOf, (error: unknown) => {
          if (!(error instanceof ActaError)) throw error;
          const failure = isFailure(error) ? `workload:${error.code}` : null;
          return { refusal: error, failure };
        });
    },
  };
}

function principalOf({ workload, sources, nonce }: Known): Principal {
  const { id, name = id } = workload.actor;
  const [source] = sources;
  return {
    id,
    name,
    role: 'collector',
    kind: 'workload',
    ...(source === undefined ? {} : { source }),
    workload,
    ...(nonce === undefined ? {} : { nonce }),
    masks: [],
  };
}

// Bound tokens of Kubernetes service accounts: the claim `kubernetes.io` names namespace, account,
// pod and node.
import type { Claims } from '../compact.ts';
import type { Facts } from './facts.ts';
import { present, textAt } from './reader.ts';

export function kubernetesFacts(claims: Claims): Facts | undefined {
  const get = (name: string) => textAt(claims, `kubernetes.io.${name}`);
  const namespace = get('namespace');
  const account = get('serviceaccount.name');
  if (namespace === undefined || account === undefined) return undefined;
  return {
    name: `${namespace}/${account}`,
    pipeline: present({ job: get('pod.name') }),
    // The pod stands in for a job that the sender does not name; it does not contradict one.
    compared: [],
    labels: present({
      namespace,
      pod: get('pod.name'),
      pod_uid: get('pod.uid'),
      node: get('node.name'),
    }),
  };
}

import type { Adapter } from '../types.ts';

/** What to set on the cluster's side; `{intake_url}` and `{secret}` are the source's own. */
export const setup: Adapter['setup'] = [
  {
    title: 'Audit webhook: kubeconfig',
    text: 'On each control plane node as /etc/kubernetes/acta-audit.kubeconfig, mode 0600.',
    copy: 'apiVersion: v1\nkind: Config\nclusters:\n  - name: acta\n    cluster:\n      server: {intake_url}\nusers:\n  - name: apiserver\n    user:\n      token: {secret}\ncontexts:\n  - name: acta\n    context: {cluster: acta, user: apiserver}\ncurrent-context: acta',
  },
  {
    title: 'Audit webhook: flags of kube-apiserver',
    text: 'Mount both files into the static pod. The policy is below and in docs/sources/kubernetes.md.',
    copy: '--audit-policy-file=/etc/kubernetes/audit-policy.yaml\n--audit-webhook-config-file=/etc/kubernetes/acta-audit.kubeconfig\n--audit-webhook-mode=batch\n--audit-webhook-batch-max-size=400\n--audit-webhook-initial-backoff=5s',
  },
  {
    title: 'Audit policy',
    text: 'Keeps the final stage, contents of nothing secret, and leaves out what only reads and repeats.',
    copy: 'apiVersion: audit.k8s.io/v1\nkind: Policy\nomitStages: [RequestReceived]\nrules:\n  - level: None\n    users: ["system:kube-proxy", "system:apiserver"]\n    verbs: [get, list, watch]\n  - level: None\n    nonResourceURLs: ["/healthz*", "/livez*", "/readyz*", "/version", "/openapi*", "/metrics"]\n  - level: None\n    resources:\n      - group: ""\n        resources: [events]\n      - group: coordination.k8s.io\n        resources: [leases]\n  - level: Metadata\n    resources:\n      - group: ""\n        resources: [secrets, configmaps, serviceaccounts/token]\n      - group: authentication.k8s.io\n        resources: [tokenreviews]\n  - level: Request\n    verbs: [create, update, patch, delete, deletecollection]\n  - level: Metadata',
  },
];

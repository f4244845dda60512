// ID tokens of GitHub Actions: https://docs.github.com/actions/reference/security/oidc
import type { Claims } from '../compact.ts';
import type { Facts } from './facts.ts';
import { present, textAt } from './reader.ts';

export function githubFacts(claims: Claims): Facts | undefined {
  const get = (name: string) => textAt(claims, name);
  const repository = get('repository');
  const run = get('run_id');
  if (repository === undefined || run === undefined || get('workflow_ref') === undefined) {
    return undefined;
  }
  const ref = get('ref');
  const request = /^refs\/pull\/(\d+)\//.exec(ref ?? '')?.[1];
  const login = get('actor');
  const id = get('actor_id');
  return {
    name: `${repository}: ${get('workflow') ?? 'workflow'}`,
    ...(login === undefined
      ? {}
      : {
          person: {
            type: login.endsWith('[bot]') ? 'bot' : 'user',
            id: id === undefined ? login : `github:${id}`,
            name: login,
          },
        }),
    pipeline: present({
      run: `${repository}/actions/runs/${run}`,
      commit: get('sha'),
      ref,
      change: request === undefined ? undefined : `${repository}#${request}`,
      environment: get('environment'),
    }),
    compared: ['run', 'commit', 'ref', 'change', 'environment'],
    labels: present({
      workflow_ref: get('workflow_ref'),
      job_workflow_ref: get('job_workflow_ref'),
      run_attempt: get('run_attempt'),
      trigger: get('event_name'),
      runner: get('runner_environment'),
    }),
  };
}

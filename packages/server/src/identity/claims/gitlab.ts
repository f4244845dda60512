// ID tokens of GitLab CI: https://docs.gitlab.com/ci/secrets/id_token_authentication/
import type { Claims } from '../compact.ts';
import type { Facts } from './facts.ts';
import { present, textAt } from './reader.ts';

export function gitlabFacts(claims: Claims): Facts | undefined {
  const get = (name: string) => textAt(claims, name);
  const project = get('project_path');
  const pipeline = get('pipeline_id');
  if (project === undefined || pipeline === undefined) return undefined;
  const login = get('user_login');
  const id = get('user_id');
  const email = get('user_email');
  const job = get('job_id');
  return {
    name: project,
    ...(login === undefined
      ? {}
      : {
          person: {
            type: 'user',
            id: id === undefined ? login : `gitlab:${id}`,
            name: login,
            ...(email === undefined ? {} : { email }),
          },
        }),
    pipeline: present({
      run: `${project}/-/pipelines/${pipeline}`,
      job: job === undefined ? undefined : `${project}/-/jobs/${job}`,
      commit: get('sha'),
      ref: get('ref_path') ?? get('ref'),
      environment: get('environment'),
    }),
    // A sender names its job as people do; the token by its number.
    compared: ['run', 'commit', 'ref', 'environment'],
    labels: present({
      config_ref: get('ci_config_ref_uri'),
      trigger: get('pipeline_source'),
      ref_protected: get('ref_protected'),
      runner: get('runner_environment'),
    }),
  };
}

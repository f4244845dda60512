// Parts that GitHub's payloads share, of our own making after its documentation of webhooks.
import { seconds } from '../item.ts';
import { organisation, type Service } from '../organisation.ts';

export interface Account {
  login: string;
  id: number;
}

export function userPart({ login, id }: Account): object {
  const api = `https://api.github.com/users/${encodeURIComponent(login)}`;
  return {
    login,
    id,
    node_id: `U_${id.toString(36)}`,
    avatar_url: `https://avatars.githubusercontent.com/u/${id}?v=4`,
    url: api,
    html_url: `https://github.com/${login}`,
    type: login.endsWith('[bot]') ? 'Bot' : 'User',
    site_admin: false,
  };
}

export function repositoryId(service: Service): number {
  let hash = 2_166_136_261;
  for (const character of service.name) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  }
  return 200_000_000 + (hash % 500_000_000);
}

export function repositoryPart(service: Service, time: number): object {
  const full_name = `${organisation.login}/${service.name}`;
  return {
    id: repositoryId(service),
    node_id: `R_${repositoryId(service).toString(36)}`,
    name: service.name,
    full_name,
    private: true,
    owner: { ...userPart(organisation), type: 'Organization' },
    html_url: `https://github.com/${full_name}`,
    description: null,
    fork: false,
    url: `https://api.github.com/repos/${full_name}`,
    created_at: '2023-02-14T09:12:44Z',
    updated_at: seconds(time),
    pushed_at: seconds(time),
    language: service.language,
    visibility: 'private',
    default_branch: 'main',
    archived: false,
  };
}

/** What every payload ends with. */
export function common(service: Service, sender: Account, time: number): object {
  return {
    repository: repositoryPart(service, time),
    organization: {
      login: organisation.login,
      id: organisation.id,
      node_id: `O_${organisation.id.toString(36)}`,
      url: `https://api.github.com/orgs/${organisation.login}`,
      avatar_url: `https://avatars.githubusercontent.com/u/${organisation.id}?v=4`,
    },
    sender: userPart(sender),
  };
}

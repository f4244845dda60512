import { verifyAuthorization } from '../authorization.ts';
import { verifyEchoed } from '../echoed-header.ts';
import { eventsOfOne } from '../record-list.ts';
import type {
  Adapter,
  Delivery,
  Normalized,
  NormalizedItem,
  Secrets,
  VerifyResult,
} from '../types.ts';
import { teamcityActions, teamcityEvent } from './event.ts';

/** Agents are told of without a time: the same words again are another event, and no copy. */
function normalize(delivery: Delivery): Normalized {
  const { items, failed } = eventsOfOne(delivery, (record) => [teamcityEvent(record)]);
  const kept = items.map((item): NormalizedItem => {
    if (!item.event.native?.startsWith('AGENT_')) return item;
    const { delivery: _, ...own } = item;
    return own;
  });
  return { items: kept, failed };
}

/** TeamCity: its own webhooks, and those of the tcWebHooks plugin. */
export const teamcity: Adapter = {
  type: 'teamcity',
  title: 'TeamCity',
  summary: 'Builds queued, started, finished and cancelled, with who triggered them; agents.',
  doors: ['webhook'],
  settings: [
    { name: 'server', title: 'Server', kind: 'text', required: false },
    {
      name: 'secret',
      title: 'Password of the webhook (made up when empty)',
      kind: 'secret',
      required: false,
    },
  ],
  setup: [
    {
      title: 'Webhooks of the server',
      text: '<Root project> → Parameters. Give the password the type “Password”.',
      copy: 'teamcity.internal.webhooks.enable=true\nteamcity.internal.webhooks.url={intake_url}\nteamcity.internal.webhooks.username=acta\nteamcity.internal.webhooks.password={secret}\nteamcity.internal.webhooks.retry_count=5\nteamcity.internal.webhooks.events=BUILD_TYPE_ADDED_TO_QUEUE;BUILD_STARTED;BUILD_FINISHED;BUILD_INTERRUPTED;AGENT_REGISTRED;AGENT_UNREGISTERED;AGENT_REMOVED',
    },
    {
      title: 'Plugin tcWebHooks',
      text: 'Project → WebHooks → Add, payload “Legacy Webhook (JSON)”, Authentication “Bearer Token” or “HTTP Basic”.',
      copy: 'URL: {intake_url}\nToken: {secret}',
    },
  ],
  verify: verifyTeamcity,
  normalize,
  actions: teamcityActions,
};

/**
 * TeamCity signs nothing: the password comes as `Authorization: Basic`, or, as its documentation
 * calls it, in `php-auth-pw`.
 */
function verifyTeamcity(delivery: Delivery, secrets: Secrets): VerifyResult {
  const password = delivery.headers['php-auth-pw'];
  return delivery.headers['authorization'] === undefined && password !== undefined
    ? verifyAuthorization(delivery, secrets, { headers: ['php-auth-pw'] })
    : verifyEchoed(delivery, secrets, 'webhook');
}

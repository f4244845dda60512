import { DAY, HOUR, MINUTE } from '../calendar.ts';
import { auditItem } from '../github/audit.ts';
import type { Highlight } from '../item.ts';
import { personOf, services } from '../organisation.ts';
import type { World } from '../world.ts';

/** A token that leaked in a public gist clones everything from a country nobody works in. */
export function leakedToken(world: World): Highlight {
  const random = world.random.fork('leaked-token');
  const time = world.now - 3 * DAY - 5 * HOUR;
  const owner = personOf('dmarsh');
  const security = personOf('lhassan');
  const token = {
    programmatic_access_type: 'Personal access token (classic)',
    token_id: 38_114_902,
    hashed_token: 'q0fM2v3R1c7Hq3vQn8Jm2yqXkq3S9uT1mZr5w4aVb7E=',
  };
  const abroad = { ip: '2001:db8:4d17::9c', country: 'MD' };
  const put = (action: string, at: number, fields: object, actor = owner, place: object = abroad) =>
    world.emit(auditItem(random, { action, actor, time: at, ...place, fields: { ...fields } }));
  for (const [at, service] of services.entries()) {
    const repo = `acme/${service.name}`;
    put('git.clone', time + at * 35_000, { ...token, repo, transport_protocol_name: 'https' });
  }
  put('repo.download_zip', time + 9 * MINUTE, { ...token, repo: 'acme/pay' });
  const office = { office: security.office };
  const alert = { repo: 'acme/pay', number: 14, secret_type: 'github_personal_access_token' };
  put('secret_scanning_alert.public_leak', time + 5 * HOUR, alert, security, office);
  const user = { user: owner.login, user_id: owner.id };
  put(
    'personal_access_token.access_revoked',
    time + 6 * HOUR,
    { ...token, ...user },
    security,
    office,
  );
  return {
    time,
    title: 'A leaked token, used from a new country',
    text: `${owner.name}'s token cloned ${services.length} repositories within seven minutes from Moldova; it was revoked six hours later.`,
    query: `actor:${owner.login} context.ip:2001:db8:4d17::/48`,
    alerts: [
      'One token cloned many private repositories',
      'Secret of a repository found in public',
      'Private repository reached from a new country',
    ],
  };
}

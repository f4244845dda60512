// Each product's API as a server of our own that checks who asks and pages as the product does:
// every record comes once, polled again nothing comes, and a look back finds all known.
import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { test } from 'node:test';
import type { Adapter } from '../../sources/types.ts';
import { adapterOf } from '../../sources/all.ts';
import { createEgress } from '../../lib/egress.ts';
import { createLimits } from '../../lib/limits.ts';
import { createMetrics } from '../../lib/metrics.ts';
import { start_ms } from '../testing.ts';
import { readPages } from './read-pages.ts';
import { createSession } from './session.ts';
import { openPullBench, startProduct, type ProductAnswer, type ProductRequest } from './testing.ts';

const HOUR = 3_600_000;
const COUNT = 7;
const PAGE = 3;
const TOKEN = 'token-of-the-tests';

const timeOf = (n: number) => new Date(start_ms - 5 * HOUR + n * 60_000).toISOString();
const numbers = Array.from({ length: COUNT }, (_, n) => n);

const json = (value: unknown, headers?: Record<string, string>): ProductAnswer => ({
  body: JSON.stringify(value),
  ...(headers === undefined ? {} : { headers }),
});
const within = (from: string | null, to: string | null) =>
  numbers.filter((n) => (from ?? '') <= timeOf(n) && timeOf(n) < (to ?? '9'));
const linked = (url: URL, name: string, value: number) => {
  const next = new URL(url);
  next.searchParams.set(name, String(value));
  return next.href;
};
const same = (request: ProductRequest, expected: string) =>
  assert.equal(request.headers.authorization, expected);
const oauth = (request: ProductRequest) =>
  request.url.pathname.endsWith('/token') ? json({ access_token: TOKEN, expires_in: 3600 }) : null;

interface Case {
  settings: (url: string) => Record<string, unknown>;
  credentials: Record<string, string>;
  answer: (request: ProductRequest) => ProductAnswer;
  /** Events in all, where a record is read in more than one stream. */
  events?: number;
}

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const account = (url: string) =>
  JSON.stringify({
    client_email: 'acta@p.iam.gserviceaccount.com',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    token_uri: `${url}/token`,
  });

function checkAssertion(body: string): void {
  const assertion = new URLSearchParams(body).get('assertion') ?? '';
  const [head, claims, signature = ''] = assertion.split('.');
  const signed = Buffer.from(`${head}.${claims}`);
  const key = createPublicKey(publicKey.export({ type: 'spki', format: 'pem' }));
  assert.ok(verify('sha256', signed, key, Buffer.from(signature, 'base64url')));
  const said = JSON.parse(Buffer.from(claims ?? '', 'base64url').toString()) as { sub: string };
  assert.equal(said.sub, 'admin@acme.example');
}

const cases: Record<string, Case> = {
  gitlab: {
    settings: (url) => ({ api_url: url, pull_of: 'group:acme/platform' }),
    credentials: { pull_token: TOKEN },
    answer(request) {
      const { url, headers } = request;
      assert.equal(headers['private-token'], TOKEN);
      assert.equal(url.pathname, '/api/v4/groups/acme%2Fplatform/audit_events');
      const after = Number(url.searchParams.get('cursor') ?? '0');
      const found = within(
        url.searchParams.get('created_after'),
        url.searchParams.get('created_before'),
      );
      const page = found.slice(after, after + PAGE).map((n) => ({
        id: n + 1,
        author_id: 12,
        entity_id: 7,
        entity_type: 'Project',
        event_type: 'project_created',
        details: { author_name: 'Ada', custom_message: 'Added project', entity_path: 'acme/pay' },
        created_at: timeOf(n),
      }));
      const more = after + PAGE < found.length;
      const link = { link: `<${linked(url, 'cursor', after + PAGE)}>; rel="next"` };
      return json(page, more ? link : undefined);
    },
  },
  okta: {
    settings: (url) => ({ organization: url }),
    credentials: { pull_token: TOKEN },
    answer(request) {
      same(request, `SSWS ${TOKEN}`);
      const { url } = request;
      const after = Number(url.searchParams.get('after') ?? '0');
      const found = within(url.searchParams.get('since'), url.searchParams.get('until'));
      const page = found.slice(after, after + PAGE);
      const self = `<${url.href}>; rel="self"`;
      const next = `<${linked(url, 'after', after + page.length)}>; rel="next"`;
      const records = page.map((n) => ({
        uuid: `u-${n}`,
        published: timeOf(n),
        eventType: 'user.session.start',
        actor: { id: '00u1', type: 'User', alternateId: 'ada@acme.example' },
        outcome: { result: 'SUCCESS' },
        target: [],
      }));
      return json(records, { link: `${self}, ${next}` });
    },
  },
  'terraform-cloud': {
    settings: (url) => ({ api_url: url }),
    credentials: { pull_token: TOKEN },
    answer(request) {
      same(request, `Bearer ${TOKEN}`);
      const { searchParams } = request.url;
      const found = within(searchParams.get('since'), null).reverse();
      const page = Number(searchParams.get('page[number]'));
      const data = found.slice((page - 1) * PAGE, page * PAGE).map((n) => ({
        id: `t-${n}`,
        version: '0',
        type: 'Resource',
        timestamp: timeOf(n),
        auth: {
          accessor_id: 'user-1',
          description: 'ada',
          type: 'Client',
          organization_id: 'org-1',
        },
        request: { id: 'r' },
        resource: { id: 'ws-1', type: 'workspace', action: 'create', meta: null },
      }));
      const next_page = page * PAGE < found.length ? page + 1 : null;
      return json({ data, pagination: { current_page: page, next_page } });
    },
  },
  'google-workspace': {
    settings: (url) => ({
      api_url: url,
      pull_admin: 'admin@acme.example',
      pull_of: 'login, admin',
    }),
    credentials: {},
    events: COUNT * 2,
    answer(request) {
      const { url, body } = request;
      if (url.pathname === '/token') checkAssertion(body);
      const token = oauth(request);
      if (token !== null) return token;
      same(request, `Bearer ${TOKEN}`);
      const application = url.pathname.slice(url.pathname.lastIndexOf('/') + 1);
      const after = Number(url.searchParams.get('pageToken') ?? '0');
      const found = within(url.searchParams.get('startTime'), url.searchParams.get('endTime'));
      const items = found.slice(after, after + PAGE).map((n) => ({
        kind: 'admin#reports#activity',
        id: {
          time: timeOf(n),
          uniqueQualifier: `${n}`,
          applicationName: application,
          customerId: 'C1',
        },
        actor: { email: 'ada@acme.example', profileId: '1' },
        events: [{ type: 'login', name: 'login_success' }],
      }));
      const more = after + PAGE < found.length;
      return json({
        kind: 'admin#reports#activities',
        ...(items.length > 0 ? { items } : {}),
        ...(more ? { nextPageToken: String(after + PAGE) } : {}),
      });
    },
  },
  auth0: {
    settings: (url) => ({ pull_domain: url, pull_client_id: 'c1' }),
    credentials: { pull_client_secret: 'secret-of-the-client' },
    answer(request) {
      const token = oauth(request);
      if (token !== null) {
        assert.equal((JSON.parse(request.body) as { client_id: string }).client_id, 'c1');
        return token;
      }
      same(request, `Bearer ${TOKEN}`);
      const { searchParams } = request.url;
      const from = searchParams.get('from');
      const [, since = null] = /^date:\[(\S+) TO/.exec(searchParams.get('q') ?? '') ?? [];
      const found = from === null ? within(since, null) : numbers.slice(Number(from.slice(2)) + 1);
      return json(
        found.slice(0, PAGE).map((n) => ({
          log_id: `l-${n}`,
          date: timeOf(n),
          type: 's',
          user_id: 'auth0|1',
          user_name: 'ada',
          client_id: 'app',
        })),
      );
    },
  },
  tailscale: {
    settings: (url) => ({ api_url: url }),
    credentials: { pull_token: TOKEN },
    answer(request) {
      same(request, `Bearer ${TOKEN}`);
      const { url } = request;
      assert.equal(url.pathname, '/api/v2/tailnet/-/logging/configuration');
      const found = within(url.searchParams.get('start'), url.searchParams.get('end'));
      const logs = found.map((n) => ({
        eventTime: timeOf(n),
        eventGroupID: `g-${n}`,
        type: 'CONFIG',
        action: 'CREATE',
        actor: { id: 'u1', type: 'USER', loginName: 'ada@acme.example', displayName: 'Ada' },
        target: { id: `n${n}`, name: `node-${n}`, type: 'NODE' },
      }));
      return json({ version: '1.1', tailnetId: 't', logs });
    },
  },
  'azure-activity': {
    settings: (url) => ({
      api_url: url,
      login_url: url,
      tenant: 'acme',
      pull_of: 'sub-1, sub-2',
      pull_client_id: 'c1',
    }),
    credentials: { pull_client_secret: 'secret-of-the-client' },
    events: COUNT * 2,
    answer(request) {
      const token = oauth(request);
      if (token !== null) {
        assert.match(request.body, /scope=http.*%2F\.default/);
        return token;
      }
      same(request, `Bearer ${TOKEN}`);
      const { url } = request;
      const [, subscription] =
        /^\/subscriptions\/(sub-\d)\/providers\/Microsoft\.Insights\/eventtypes\/management\/values$/.exec(
          url.pathname,
        ) ?? [];
      const [, from = '', to = ''] =
        / ge '(\S+)' and \S+ le '(\S+)'$/.exec(url.searchParams.get('$filter') ?? '') ?? [];
      const after = Number(url.searchParams.get('$skipToken') ?? '0');
      const found = within(from, to);
      const value = found.slice(after, after + PAGE).map((n) => ({
        eventDataId: `${subscription}-${n}`,
        eventTimestamp: timeOf(n),
        caller: 'ada@acme.example',
        operationName: { value: 'Microsoft.Authorization/roleAssignments/write' },
        category: { value: 'Administrative' },
        status: { value: 'Succeeded' },
        resourceId: `/subscriptions/${subscription}/resourceGroups/pay`,
        correlationId: `c-${n}`,
      }));
      const more = after + PAGE < found.length;
      return json({
        value,
        ...(more ? { nextLink: linked(url, '$skipToken', after + PAGE) } : {}),
      });
    },
  },
  'entra-id': {
    settings: (url) => ({ api_url: url, login_url: url, tenant: 'acme', pull_client_id: 'c1' }),
    credentials: { pull_client_secret: 'secret-of-the-client' },
    events: COUNT * 2,
    answer(request) {
      const token = oauth(request);
      if (token !== null) {
        assert.equal(request.url.pathname, '/acme/oauth2/v2.0/token');
        return token;
      }
      same(request, `Bearer ${TOKEN}`);
      const { url } = request;
      const isSignIn = url.pathname.endsWith('signIns');
      const [, from = '', to = ''] =
        / ge (\S+) and \S+ lt (\S+)$/.exec(url.searchParams.get('$filter') ?? '') ?? [];
      const after = Number(url.searchParams.get('$skip') ?? '0');
      const found = within(from, to);
      const value = found.slice(after, after + PAGE).map((n) =>
        isSignIn
          ? {
              id: `s-${n}`,
              createdDateTime: timeOf(n),
              userPrincipalName: 'ada@acme.example',
              userId: 'u1',
              appDisplayName: 'Portal',
              status: { errorCode: 0 },
            }
          : {
              id: `d-${n}`,
              activityDateTime: timeOf(n),
              activityDisplayName: 'Add user',
              category: 'UserManagement',
              result: 'success',
              initiatedBy: { user: { id: 'u1', userPrincipalName: 'ada@acme.example' } },
              targetResources: [{ id: 'u2', type: 'User', displayName: 'Bob' }],
            },
      );
      const more = after + PAGE < found.length;
      return json({
        value,
        ...(more ? { '@odata.nextLink': linked(url, '$skip', after + PAGE) } : {}),
      });
    },
  },
  'azure-devops': {
    settings: (url) => ({ api_url: url, organization: 'acme' }),
    credentials: { pull_token: TOKEN },
    answer(request) {
      same(request, `Basic ${Buffer.from(`:${TOKEN}`).toString('base64')}`);
      const { searchParams } = request.url;
      const after = Number(searchParams.get('continuationToken') ?? '0');
      const found = within(searchParams.get('startTime'), searchParams.get('endTime'));
      const decoratedAuditLogEntries = found.slice(after, after + PAGE).map((n) => ({
        id: `a-${n}`,
        correlationId: 'c',
        actorUserId: 'u1',
        actorUPN: 'ada@acme.example',
        timestamp: timeOf(n),
        scopeType: 'organization',
        scopeId: 'o1',
        actionId: 'Project.CreateCompleted',
        area: 'Project',
        category: 'create',
        projectName: 'pay',
        data: {},
      }));
      const hasMore = after + PAGE < found.length;
      const continuationToken = hasMore ? String(after + PAGE) : null;
      return json({ decoratedAuditLogEntries, hasMore, continuationToken });
    },
  },
  jira: {
    settings: (url) => ({ site: url, pull_user: 'ada@acme.example' }),
    credentials: { pull_token: TOKEN },
    answer(request) {
      same(request, `Basic ${Buffer.from(`ada@acme.example:${TOKEN}`).toString('base64')}`);
      const { searchParams } = request.url;
      const offset = Number(searchParams.get('offset'));
      const found = within(searchParams.get('from'), searchParams.get('to')).reverse();
      const records = found.slice(offset, offset + PAGE).map((n) => ({
        id: n + 1,
        summary: 'User created',
        authorAccountId: 'u1',
        created: timeOf(n),
        category: 'user management',
        eventSource: '',
        objectItem: { id: 'u2', name: 'bob', typeName: 'USER' },
      }));
      return json({ offset, limit: PAGE, total: found.length, records });
    },
  },
  snyk: {
    settings: (url) => ({ api_url: url, pull_of: 'group:g-1' }),
    credentials: { pull_token: TOKEN },
    answer(request) {
      same(request, `token ${TOKEN}`);
      const { url } = request;
      assert.equal(url.pathname, '/rest/groups/g-1/audit_logs/search');
      const after = Number(url.searchParams.get('cursor') ?? '0');
      const found = within(url.searchParams.get('from'), url.searchParams.get('to'));
      const items = found.slice(after, after + PAGE).map((n) => ({
        created: timeOf(n),
        event: 'org.user.invite',
        group_id: 'g-1',
        org_id: 'o-1',
        user_id: 'u-1',
        content: { email: `bob${n}@acme.example` },
      }));
      const next = linked(url, 'cursor', after + PAGE).slice(url.origin.length);
      return json({ data: { items }, links: after + PAGE < found.length ? { next } : {} });
    },
  },
};

for (const [type, one] of Object.entries(cases)) {
  test(`${type}: polled page by page, once; again nothing; a look back finds the same`, async (t) => {
    const bench = await openPullBench(t);
    const product = await startProduct(t, (request) => one.answer(request));
    const settings = one.settings(product.url);
    const credentials =
      type === 'google-workspace'
        ? { pull_service_account: account(product.url) }
        : one.credentials;
    await bench.add({
      type,
      name: 'pulled',
      settings: { ...settings, pull_from: '1d' },
      credentials,
    });
    await bench.pulls.poll('pulled');
    assert.equal(bench.pulls.health('pulled')?.error, null);
    const wanted = one.events ?? COUNT;
    assert.equal((await bench.eventsOf('pulled')).length, wanted);
    bench.clock.add(60_000);
    await bench.pulls.poll('pulled');
    const progress = bench.pulls.progress('pulled');
    assert.deepEqual(progress?.through, bench.clock.now());
    const events = await bench.entries();
    const own = events.filter(({ event }) => event.source.name === 'pulled');
    assert.equal(own.length, wanted);
    for (const { event } of own) {
      assert.deepEqual([event.source.via, event.actor.assurance], ['pull', 'source_authenticated']);
      assert.notEqual(event.actor.type, 'unknown');
    }
    assert.equal(await lookBack(type, settings, credentials), wanted);
    assert.equal(JSON.stringify(events).includes(TOKEN), false);
  });
}

/** Records that a bounded read of the whole time gives. */
async function lookBack(
  type: string,
  settings: Record<string, unknown>,
  credentials: Record<string, string>,
): Promise<number> {
  const { pull } = adapterOf(type) as Adapter & { pull: NonNullable<Adapter['pull']> };
  const metrics = createMetrics();
  const limits = createLimits({}, metrics);
  const egress = createEgress({ allow: ['http://127.0.0.1'], limits, metrics });
  const source = { settings, credentials };
  const session = createSession({ egress, clock: { now: () => start_ms } }, pull, source);
  let records = 0;
  for (const stream of pull.streams(source)) {
    const step = { stream, from: start_ms - 24 * HOUR, to: start_ms, resume: null, bounded: true };
    const { signal } = new AbortController();
    for await (const page of readPages(session, { pull, source }, step, signal)) {
      records += page.records ?? 0;
    }
  }
  egress.close();
  return records;
}

// What a product writes to a file is the same whichever door brings it: by a followed file, in
// syslog, in another product's protocol, or posted by a forwarder.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adapterOf } from './all.ts';

const audit = (id: string) =>
  `{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"${id}","stage":"ResponseComplete","requestURI":"/api/v1/namespaces/x/pods","verb":"list","user":{"username":"ann"},"objectRef":{"resource":"pods","namespace":"x"},"responseStatus":{"code":200},"requestReceivedTimestamp":"2026-11-19T08:15:02.114000Z"}`;
const vault = (type: string) =>
  `{"time":"2026-11-19T08:15:02.1Z","type":"${type}","auth":{"display_name":"ann"},"request":{"id":"1","operation":"read","path":"secret/x"}}`;
const statement =
  'AUDIT: SESSION,1,1,DDL,CREATE TABLE,TABLE,public.a,"create table a()",<not logged>';

/** Two records each, one a line, and the actions that come of them with who did it. */
const logs: readonly (readonly [
  type: string,
  lines: readonly string[],
  events: readonly string[],
])[] = [
  [
    'jenkins',
    [
      'Mar 2, 2026 8:15:02,114 AM /configSubmit by ada from 203.0.113.7',
      'Mar 2, 2026 8:16:02,114 AM /job/pay/doDelete by ada from 203.0.113.7',
    ],
    ['application_setting.changed ada', 'job.deleted ada'],
  ],
  [
    'argocd',
    [
      'time="2026-03-02T08:15:02Z" level=info msg="ann deleted application" application=pay project=shop user=ann reason=ResourceDeleted type=Normal',
      '{"time":"2026-03-02T08:16:02Z","level":"info","msg":"ann created application","application":"pay","user":"ann","reason":"ResourceCreated"}',
    ],
    ['application.deleted ann', 'application.created ann'],
  ],
  ['kubernetes', [audit('a'), audit('b')], ['resource.listed ann', 'resource.listed ann']],
  ['vault', [vault('request'), vault('response')], ['secret.accessed ann', 'secret.accessed ann']],
  [
    'gitlab',
    [
      '{"severity":"INFO","time":"2026-03-02T08:15:02.114Z","author_id":41,"author_name":"Ada","entity_id":15,"entity_type":"Project","change":"visibility","from":"Private","to":"Public","target_details":"acme/pay"}',
      '{"severity":"INFO","time":"2026-03-02T08:15:03.114Z","author_id":41,"author_name":"Ada","entity_id":15,"entity_type":"Project","add":"user_access","as":"Guest","target_details":"Cy"}',
    ],
    ['repository.made_public Ada', 'collaborator.added Ada'],
  ],
  [
    'postgresql',
    [
      `2026-11-19 08:15:02.114 UTC [4711] ann@pay LOG:  ${statement}`,
      '2026-11-19 08:15:03.114 UTC [4711] ann@pay LOG:  disconnection: session time: 0:00:01',
    ],
    ['table.created ann', 'database.disconnected ann'],
  ],
  [
    'linux',
    [
      'Nov 19 08:15:02 web-1 sshd[7]: Accepted publickey for ann from 203.0.113.7 port 1 ssh2: ED25519 SHA256:a',
      'Nov 19 08:15:03 web-1 sudo: ann : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/ls',
    ],
    ['ssh.signed_in ann', 'privilege.escalated ann'],
  ],
  [
    'okta',
    ['u1', 'u2'].map(
      (id) =>
        `{"uuid":"${id}","published":"2026-11-19T08:15:02.114Z","eventType":"user.session.start","actor":{"id":"1","alternateId":"ann","type":"User"},"outcome":{"result":"SUCCESS"},"target":[]}`,
    ),
    ['user.signed_in ann', 'user.signed_in ann'],
  ],
  [
    'aws-cloudtrail',
    ['CreateUser', 'DeleteUser'].map(
      (name) =>
        `{"eventVersion":"1.08","eventTime":"2026-11-19T08:15:02Z","eventSource":"iam.amazonaws.com","eventName":"${name}","awsRegion":"us-east-1","userIdentity":{"type":"IAMUser","userName":"ann"},"eventID":"${name}"}`,
    ),
    ['user.created ann', 'user.deleted ann'],
  ],
  [
    'github',
    ['a', 'b'].map(
      (id) =>
        `{"@timestamp":1795076100123,"_document_id":"${id}","action":"repo.create","actor":"ann","org":"acme","repo":"acme/x"}`,
    ),
    ['repository.created ann', 'repository.created ann'],
  ],
];

for (const [type, lines, events] of logs) {
  test(type, () => {
    const read = (text: string, via: string) => {
      const received = Date.parse('2026-11-20T10:00:00Z');
      const given = { headers: {}, body: Buffer.from(text), received, via };
      const normalized = adapterOf(type)?.normalize(given, {});
      assert.deepEqual(normalized?.failed, []);
      return normalized?.items.map(
        ({ event }) => `${event.action} ${event.actor.name ?? event.actor.id}`,
      );
    };
    for (const via of ['file', 'stream', 'hec', 'syslog', 'loki', 'otlp']) {
      assert.deepEqual(read(`${lines.join('\n')}\n`, via), events, via);
      const single = lines.flatMap((line) => read(line, via));
      assert.deepEqual(single, events, `${via}, line by line`);
    }
  });
}

// Debian's docker-registry with its notifications: an image is pushed, pulled and deleted by HTTP
// calls of a person that the registry knows.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  acta,
  daemon,
  freePort,
  listening,
  program,
  temporary,
  told,
  type TestLike,
} from './world.ts';

/** `ann` with the password of the test, by bcrypt. */
const PASSWORD = 'registry-password-1';
const HTPASSWD = 'ann:$2b$05$wX6aoCXZ1JsgcmjqGzEjZeiJmJKDwr9Eain/ppl5LtH1/0ypt/DYq\n';
const digestOf = (bytes: string): string =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

interface Registry {
  call: (
    method: string,
    path: string,
    body?: string,
    headers?: Record<string, string>,
  ) => Promise<Response>;
  host: string;
}

async function registry(t: TestLike, intake: string, secret: string): Promise<Registry> {
  const dir = temporary(t);
  const port = await freePort();
  mkdirSync(join(dir, 'images'));
  writeFileSync(join(dir, 'htpasswd'), HTPASSWD);
  const config = join(dir, 'config.yml');
  writeFileSync(
    config,
    `version: 0.1
storage:
  filesystem: { rootdirectory: ${join(dir, 'images')} }
  delete: { enabled: true }
auth:
  htpasswd: { realm: test, path: ${join(dir, 'htpasswd')} }
http: { addr: '127.0.0.1:${port}' }
notifications:
  endpoints:
    - name: acta
      url: ${intake}
      headers: { Authorization: ['Bearer ${secret}'] }
      timeout: 5s
      threshold: 10
      backoff: 1s
`,
  );
  const running = daemon(t, program('docker-registry', 'docker-registry'), ['serve', config]);
  await listening(port, running);
  const authorization = `Basic ${Buffer.from(`ann:${PASSWORD}`).toString('base64')}`;
  return {
    host: `127.0.0.1:${port}`,
    call: (method, path, body, headers = {}) =>
      fetch(new URL(path, `http://127.0.0.1:${port}`), {
        method,
        headers: { authorization, ...headers },
        ...(body === undefined ? {} : { body }),
      }),
  };
}

async function pushBlob({ call }: Registry, name: string, bytes: string): Promise<string> {
  const begun = await call('POST', `/v2/${name}/blobs/uploads/`);
  assert.equal(begun.status, 202, await begun.text());
  const place = new URL(begun.headers.get('location') ?? '');
  place.searchParams.set('digest', digestOf(bytes));
  const done = await call('PUT', place.href, bytes, { 'content-type': 'application/octet-stream' });
  assert.equal(done.status, 201, await done.text());
  return digestOf(bytes);
}

test('an image is pushed, pulled and deleted by somebody', async (t) => {
  const server = await acta(t);
  const { secret, intake_url } = await server.source('images', 'docker-registry');
  const images = await registry(t, intake_url, secret);
  const name = 'acme/pay';
  const type = 'application/vnd.docker.distribution.manifest.v2+json';
  const config = '{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":[]}}';
  const layer = 'a layer of the test';
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: type,
    config: {
      mediaType: 'application/vnd.docker.container.image.v1+json',
      size: config.length,
      digest: await pushBlob(images, name, config),
    },
    layers: [
      {
        mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
        size: layer.length,
        digest: await pushBlob(images, name, layer),
      },
    ],
  });
  const path = `/v2/${name}/manifests/1.4.2`;
  const pushed = await images.call('PUT', path, manifest, { 'content-type': type });
  assert.equal(pushed.status, 201, await pushed.text());
  const pulled = await images.call('GET', path, undefined, { accept: type });
  assert.equal(await pulled.text(), manifest);
  const digest = digestOf(manifest);
  const deleted = await images.call('DELETE', `/v2/${name}/manifests/${digest}`);
  assert.equal(deleted.status, 202, await deleted.text());

  for (const action of ['image.pushed', 'image.pulled']) {
    const event = await server.event(
      `source.name:images action:${action} pipeline.artifact:"${digest}"`,
    );
    assert.deepEqual(told(event), {
      who: 'ann',
      what: action,
      to: `image ${images.host}/${name}:1.4.2`,
      ended: 'success',
      from: '127.0.0.1',
    });
    assert.equal(event.pipeline?.version, '1.4.2');
  }
  const gone = await server.events('source.name:images action:image.deleted', 2);
  assert.deepEqual(
    gone
      .map(({ actor, pipeline }) => `${actor.name} ${pipeline?.artifact ?? pipeline?.version}`)
      .sort(),
    ['ann 1.4.2', `ann ${digest}`],
    'the tag goes with its manifest',
  );
  const { json } = await server.call('GET', '/v1/sources/images');
  assert.deepEqual([json.health.quarantined, json.health.unmapped], [0, 0]);
});

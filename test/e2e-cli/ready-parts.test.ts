// What stands in deploy/: it parses, it says what the documents say, and what can run here runs.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse, parseAllDocuments } from 'yaml';
import { argocd } from '../../packages/server/src/sources/argocd/index.ts';
import { createSource, openWorkloads } from './workload-world.ts';

const root = join(import.meta.dirname, '../..');
const at = (path: string) => join(root, path);
const read = (path: string) => readFileSync(at(path), 'utf8');
const ACTA = `${process.execPath} ${at('packages/cli/src/main.ts')}`;

/** The YAML blocks of a page. */
function yamlOn(page: string): unknown[] {
  const blocks = [...read(page).matchAll(/```yaml\n([^]*?)```/g)];
  return blocks.map(([, text]) => parse(text ?? '') as unknown);
}

interface Ended {
  code: number | null;
  output: string;
}

function shell(args: string[], env: Record<string, string>, cwd: string): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(args[0] as string, args.slice(1), {
      cwd,
      env: { PATH: process.env['PATH'] ?? '', HOME: cwd, ...env },
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

test('each folder has its page, and each YAML file parses', () => {
  const folders = globSync('deploy/*/', { cwd: root });
  assert.deepEqual(
    folders.filter((folder) => !existsSync(at(`${folder}/README.md`))),
    [],
  );
  const listed = read('deploy/README.md');
  for (const folder of folders) assert.ok(listed.includes(folder.split(/[\\/]/).at(1) as string));
  const files = globSync('deploy/**/*.{yml,yaml,kubeconfig}', { cwd: root });
  assert.ok(files.length >= 9);
  for (const file of files) {
    for (const document of parseAllDocuments(read(file))) {
      assert.deepEqual(document.errors, [], file);
    }
  }
});

test('the action uses every input, and never inside of a script', () => {
  const action = parse(read('deploy/github-action/action.yml')) as {
    inputs: Record<string, { description: string; default?: string }>;
    runs: { using: string; steps: { run: string; env: Record<string, string> }[] };
  };
  assert.equal(action.runs.using, 'composite');
  const text = JSON.stringify(action.runs);
  for (const name of Object.keys(action.inputs)) assert.ok(text.includes(`inputs.${name} `), name);
  const script = read('deploy/github-action/step.sh');
  for (const { run, env } of action.runs.steps) {
    assert.doesNotMatch(run, /\$\{\{/);
    const unused = Object.keys(env).filter(
      (name) => name.startsWith('ACTA_STEP_') && !script.includes(name),
    );
    assert.deepEqual(unused, []);
  }
  assert.ok((statSync(at('deploy/github-action/step.sh')).mode & 0o111) !== 0, 'can be run');
  assert.equal(read('deploy/jenkins/resources/acta/step.sh'), script);
});

test('the step of Jenkins sets every variable that its script reads', () => {
  const groovy = read('deploy/jenkins/vars/actaRun.groovy');
  const script = read('deploy/jenkins/resources/acta/step.sh');
  for (const [name] of script.matchAll(/ACTA_STEP_[A-Z]+/g)) {
    assert.ok(groovy.includes(`"${name}=`), name);
  }
});

test('the job of GitLab asks for a token of the server’s audience', () => {
  const [spec, jobs] = parseAllDocuments(read('deploy/gitlab/acta.gitlab-ci.yml')).map(
    (document) => document.toJS() as Record<string, Record<string, never>>,
  );
  assert.deepEqual(Object.keys(spec?.['spec']?.['inputs'] ?? {}), ['url', 'command']);
  assert.deepEqual(jobs?.['.acta']?.['id_tokens'], { ACTA_ID_TOKEN: { aud: '$[[ inputs.url ]]' } });
});

test('each template of Argo CD has its trigger, and gives events of known actions', () => {
  const file = read('deploy/argocd/notifications.yaml');
  const { data } = parse(file) as { data: Record<string, string> };
  const names = Object.keys(data).flatMap((key) => /^template\.(.+)$/.exec(key)?.[1] ?? []);
  const [subscription] = parse(data['subscriptions'] ?? '') as { triggers: string[] }[];
  assert.deepEqual(names, subscription?.triggers);
  const app = {
    metadata: { name: 'pay', namespace: 'argocd', creationTimestamp: '2026-11-19T08:00:00Z' },
    spec: { project: 'default', destination: { namespace: 'pay' } },
    status: {
      health: { status: 'Degraded' },
      sync: { status: 'Synced', revision: 'a'.repeat(40) },
    },
  };
  for (const name of names) {
    const [send] = parse(data[`trigger.${name}`] ?? '') as { send: string[] }[];
    assert.deepEqual(send?.send, [name]);
    const { webhook } = parse(data[`template.${name}`] ?? '') as {
      webhook: { acta: { body: string } };
    };
    const body = webhook.acta.body
      .replace(/\{\{ toJson \.app \}\}/, JSON.stringify(app))
      .replace(/\{\{ toJson \.context \}\}/, '{}')
      .replace(/\{\{ \(call \.time\.Now\).+?\}\}/, '2026-11-19T08:15:02Z');
    const delivery = { headers: {}, body: Buffer.from(body), received: 0, via: 'webhook' };
    const { items } = argocd.normalize(delivery, {});
    assert.equal(items.length, 1, name);
    assert.equal(items[0]?.unmapped, false, name);
  }
  const onPage = yamlOn('docs/sources/argocd.md').find((block) => 'data' in (block as object));
  assert.deepEqual(parse(file), onPage);
});

test('policy and kubeconfig of the cluster are those of the page', () => {
  const onPage = yamlOn('docs/sources/kubernetes.md');
  for (const file of ['audit-policy.yaml', 'acta-audit.kubeconfig']) {
    const own = parse(read(`deploy/kubernetes/${file}`)) as { kind: string };
    const same = onPage.find((block) => (block as { kind?: string }).kind === own.kind);
    assert.deepEqual(own, same, file);
  }
  const policy = parse(read('deploy/kubernetes/audit-policy.yaml')) as {
    rules: { level: string }[];
  };
  assert.equal(policy.rules.at(-1)?.level, 'Metadata');
});

test('image and unit start what the repository has, as an ordinary user', () => {
  const image = read('deploy/docker/Dockerfile');
  assert.deepEqual(
    [...image.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base),
    ['node:26-slim', 'node:26-slim'],
  );
  const entry = /ENTRYPOINT (\[.+\])/.exec(image)?.[1] ?? '[]';
  assert.ok(existsSync(at((JSON.parse(entry) as string[]).at(-1) ?? '')));
  assert.match(image, /^USER node$/m);
  const compose = parse(read('deploy/docker/compose.yaml')) as {
    services: { acta: { build: { dockerfile: string }; read_only: boolean } };
  };
  assert.ok(existsSync(at(compose.services.acta.build.dockerfile)));
  const unit = read('deploy/systemd/acta.service');
  const odd = unit
    .split('\n')
    .filter((line) => line !== '' && !/^(?:#|\[(?:Unit|Service|Install)\]$|[A-Z]\w+=)/.test(line));
  assert.deepEqual(odd, []);
  assert.match(unit, /^User=acta$/m);
});

test('the action records its step as the job, and nothing of its inputs is run', async (t) => {
  const { world, github, dir } = await openWorkloads(t);
  await world.start();
  await createSource(world);
  await writeFile(join(dir, 'app.tar'), 'artifact');
  const step = at('deploy/github-action/step.sh');
  const env = {
    ...github,
    ACTA_COMMAND: ACTA,
    ACTA_URL: world.url,
    ACTA_TOKEN: '',
    ACTA_SPOOL: join(dir, 'spool'),
    ACTA_STEP_NAME: 'deploy $(touch one) `touch two`; touch three',
    ACTA_STEP_ENV: 'production',
    ACTA_STEP_SERVICE: 'pay',
    ACTA_STEP_DEPLOY: 'true',
    ACTA_STEP_ARTIFACTS: 'app.tar\n',
    ACTA_STEP_RUN: 'echo "one line"; false; echo never',
  };
  const ran = await shell([step], env, dir);
  assert.deepEqual([ran.code, ran.output], [1, 'one line\n']);
  const [event] = await world.find(['source.name:ci action:deployment.failed'], 1);
  assert.equal(event?.actor.assurance, 'sender_constrained');
  assert.equal(event?.target.name, 'pay');
  assert.equal(event?.pipeline?.environment, 'production');
  assert.equal(event?.targets?.[0]?.name, 'app.tar');
  const files = await readdir(dir);
  for (const name of ['one', 'two', 'three']) assert.ok(!files.includes(name));
  const nothing = await shell([step], { ACTA_COMMAND: ACTA }, dir);
  assert.equal(nothing.code, 1);
  assert.match(nothing.output, /there is no command to run/);
});

test('the script of the Tekton task records as the service account of its token', async (t) => {
  const { world, issuer, dir } = await openWorkloads(t);
  await world.start();
  await createSource(world);
  const task = parse(read('deploy/tekton/task.yaml')) as {
    spec: { steps: { script: string; env: { name: string }[] }[]; volumes: unknown[] };
  };
  const [step] = task.spec.steps;
  const file = join(dir, 'step');
  await writeFile(file, step?.script ?? '', { mode: 0o755 });
  const token = join(dir, 'token');
  const claims = {
    aud: 'https://acta.test',
    sub: 'system:serviceaccount:ci:deployer',
    'kubernetes.io': { namespace: 'ci', serviceaccount: { name: 'deployer' } },
    run_id: undefined,
  };
  await writeFile(token, await issuer.token(claims));
  const env: Record<string, string> = {
    ...Object.fromEntries((step?.env ?? []).map(({ name }) => [name, ''])),
    ACTA_COMMAND: ACTA,
    ACTA_URL: world.url,
    ACTA_WORKLOAD_TOKEN_FILE: token,
    STEP_NAME: 'roll out',
    STEP_ENV: 'production',
    STEP_REASON: 'it is "time"',
    STEP_SCRIPT: 'echo ran',
  };
  const ran = await shell([file, '--stage', 'deploy'], env, dir);
  assert.deepEqual([ran.code, ran.output], [0, 'ran\n']);
  const [event] = await world.find(['source.name:ci native:acta.run'], 1);
  assert.equal(event?.actor.name, 'ci/deployer');
  assert.equal(event?.actor.assurance, 'token_verified');
  assert.equal(event?.target.name, 'roll out');
  assert.equal(event?.why?.reason, 'it is "time"');
});

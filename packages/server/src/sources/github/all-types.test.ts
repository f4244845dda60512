// Every type that GitHub documents: the actions of its audit log and the events of its webhooks.
import { catalogue } from '@acta/event';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { auditAction } from './audit/actions.ts';
import { webhookAction } from './webhook/actions.ts';

const namesIn = (file: string): string[] =>
  readFileSync(new URL(`fixtures/${file}`, import.meta.url), 'utf8')
    .trim()
    .split('\n');

/** Types that have no action, and why: all others have one, by table. */
const without: Readonly<Record<string, string>> = {};

const definitionOf = (action: string | undefined) => {
  const definition = action === undefined ? undefined : catalogue.get(action);
  return definition?.action.endsWith('.other') === true ? undefined : definition;
};

test('each of the 1,194 actions of the audit log has an action of the catalogue, or a reason', () => {
  const names = namesIn('audit-log-actions.txt');
  assert.equal(new Set(names).size, 1_194);
  const missing = names.filter((name) => definitionOf(auditAction(name)) === undefined);
  assert.deepEqual(missing, Object.keys(without));
});

test('each event of the webhooks has an action of the catalogue', () => {
  const names = namesIn('webhook-events.txt');
  assert.equal(names.length, 261);
  const missing = names.filter((name) => {
    const [event = '', action] = name.split('.');
    return definitionOf(webhookAction(event, action, {})) === undefined;
  });
  assert.deepEqual(missing, []);
});

test('what takes guards away, opens doors or hides traces is high or critical', () => {
  for (const name of [
    'protected_branch.destroy',
    'audit_log_streaming.destroy',
    'audit_log_streaming.update',
    'org.disable_two_factor_requirement',
    'org.disable_saml',
    'ip_allow_list.disable',
    'repo.destroy',
    'business.add_admin',
    'repository_secret_scanning_push_protection.disable',
  ]) {
    const severity = definitionOf(auditAction(name))?.severity;
    assert.ok(severity === 'high' || severity === 'critical', `${name} is ${severity}`);
  }
});

test('effects say what became of the thing', () => {
  for (const [name, category, effect] of [
    ['repo.destroy', 'change', 'delete'],
    ['team.add_member', 'identity', 'grant'],
    ['team.remove_member', 'identity', 'revoke'],
    ['org.create_actions_secret', 'secret', 'create'],
    ['workflows.approve_workflow_job', 'deploy', 'grant'],
    ['git.clone', 'data', 'read'],
    ['gist.visibility_change', 'change', 'update'],
    ['sponsors.agreement_sign', 'policy', 'create'],
  ] as const) {
    const definition = definitionOf(auditAction(name));
    assert.deepEqual([definition?.category, definition?.effect], [category, effect], name);
  }
});

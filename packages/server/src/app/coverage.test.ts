import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SourceHealth } from '@acta/sdk';
import { emptyHealth, healthAnswer } from '../ingest/health.ts';
import { healthWithSilence } from './coverage.ts';

type Known = { isSilent?: boolean; isHeard?: boolean };

test('a state of health, with what coverage knows beside it', () => {
  const of = (state: SourceHealth['state'], { isSilent = false, isHeard = false }: Known) => {
    const health = { ...healthAnswer(emptyHealth(), 0, false, 0), state };
    const coverage = { isSilent: () => isSilent, isHeard: () => isHeard };
    return healthWithSilence({ health: () => health }, coverage)('acme').state;
  };
  assert.equal(of('waiting', {}), 'waiting');
  assert.equal(of('waiting', { isHeard: true }), 'healthy', 'its polls find nothing');
  assert.equal(of('healthy', { isHeard: true, isSilent: true }), 'silent');
  assert.equal(of('silent', { isHeard: true }), 'healthy', 'its rhythm knows better');
  assert.equal(of('failing', { isHeard: true, isSilent: true }), 'failing');
  assert.equal(of('paused', { isSilent: true }), 'paused');
});

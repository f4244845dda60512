// Issuers of workload tokens: how the settings name them, and how their keys are reached.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import {
  asymmetricAlgorithms,
  createWorkloads,
  isSafeUrl,
  tooOpen,
  type GetDocument,
  type Issuer,
  type Workloads,
  type WorkloadsOptions,
} from '../identity/index.ts';
import { createEgress, type Egress } from '../lib/egress.ts';
import { googleIssuer } from '../sources/gcp-audit/index.ts';
import type { Config } from './settings.ts';
import type { Teardown } from './teardown.ts';

const text = z.string().min(1).max(1_024);
const texts = z.preprocess(
  (value) => (typeof value === 'string' ? [value] : value),
  z.array(text).min(1).max(100),
);
const keyUrl = text.max(500).refine(isSafeUrl, 'is no https address (http only on this machine)');

const rule = z
  .strictObject({
    claims: z
      .record(text, z.union([text, z.number(), z.boolean()]).transform(String))
      .refine((claims) => Object.keys(claims).length > 0, 'says nothing of any claim'),
    source: texts,
  })
  .transform(({ claims, source }) => ({ claims, sources: source }));

const issuer = z
  .strictObject({
    issuer: keyUrl,
    audience: texts,
    algorithms: z.array(z.enum(asymmetricAlgorithms)).min(1).default(['RS256', 'ES256']),
    jwks_uri: keyUrl.optional(),
    jwks_file: text.optional(),
    rules: z.array(rule).min(1).max(1_000),
  })
  .superRefine((value, context) => {
    for (const each of value.rules) {
      const message = tooOpen(value.issuer, each);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    }
  })
  .transform(({ issuer: name, audience, algorithms, jwks_uri, jwks_file, rules }): Issuer => ({
    issuer: name,
    audiences: audience,
    algorithms,
    ...(jwks_uri === undefined ? {} : { jwks_uri }),
    ...(jwks_file === undefined ? {} : { jwks_file }),
    rules,
  }));

/** `workload.issuers` in acta.yaml. */
export const issuersSchema = z
  .array(issuer)
  .max(100)
  .refine(
    (all) => new Set(all.map((each) => each.issuer)).size === all.length,
    'names an issuer twice',
  )
  .default([]);

const FETCH_MS = 5_000;
/** Key sets have some KiB. */
const DOCUMENT_BYTES = 1_048_576;

/** Checks tokens of the issuers in the settings. Fetches nothing until the first token. */
export function openWorkloads(
  options: Omit<WorkloadsOptions, 'issuers' | 'pushIssuers' | 'getDocument'> & {
    config: Pick<Config, 'egress' | 'workload'>;
    teardown: Teardown;
  },
): Workloads {
  const { config, teardown } = options;
  const { issuers } = config.workload;
  // The operator named these hosts: they may stand in the operator's own network.
  const allow = [...config.egress.allow, ...issuers.flatMap(hostsOf)];
  const egress = createEgress({ ...options, allow });
  teardown.add('requests to issuers', () => egress.close());
  return createWorkloads({
    ...options,
    issuers,
    pushIssuers: [googleIssuer],
    getDocument: documents(egress),
  });
}

function hostsOf({ issuer: name, jwks_uri }: Issuer): string[] {
  return [name, jwks_uri].flatMap((url) => {
    if (url === undefined) return [];
    const { protocol, hostname } = new URL(url);
    return [protocol === 'http:' ? `http://${hostname}` : hostname];
  });
}

function documents(egress: Egress): GetDocument {
  return async (place) => {
    if ('file' in place) return JSON.parse(await readFile(place.file, 'utf8')) as unknown;
    const headers = { accept: 'application/json' };
    const { status, body } = await egress.request({
      url: place.url,
      headers,
      timeout_ms: FETCH_MS,
    });
    if (status !== 200) throw new Error(`It answered ${status}.`);
    if (body.length > DOCUMENT_BYTES) throw new Error('Its answer is too large.');
    return JSON.parse(body.toString('utf8')) as unknown;
  };
}

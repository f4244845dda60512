// What the pulls of several products share.
import { PullFailed, type PullAnswer, type PullRequest, type PullSource } from './pull.ts';
import { object, text, type Json, type JsonObject } from './reader.ts';

/** A text setting; undefined where it is not set. */
export function setting(source: PullSource, name: string): string | undefined {
  const value = text(source.settings[name]);
  return value === undefined || value.trim() === '' ? undefined : value.trim();
}

/** A text setting that must be there. Throws `PullFailed`. */
export function needed(source: PullSource, name: string): string {
  const value = setting(source, name) ?? source.credentials[name];
  if (value === undefined) {
    throw new PullFailed('settings_incomplete', `The setting ${name} is missing.`);
  }
  return value;
}

/** A list in a text setting: parts between commas or white space. */
export function listSetting(source: PullSource, name: string): string[] {
  return (setting(source, name) ?? '').split(/[\s,]+/).filter((part) => part !== '');
}

/** An address in a setting, or the product's own, without a slash at its end. */
export function baseUrl(source: PullSource, name: string, otherwise: string): string {
  const given = setting(source, name) ?? otherwise;
  const url = /^https?:\/\//i.test(given) ? given : `https://${given}`;
  if (!URL.canParse(url)) throw new PullFailed('settings_invalid', `${name} is no address.`);
  return url.replace(/\/+$/, '');
}

export const originOf = (url: string): string => new URL(url).origin;

/** The `next` of a Link header (RFC 8288), or undefined. */
export function nextLink({ headers }: PullAnswer): string | undefined {
  for (const part of (headers['link'] ?? '').split(/,(?=\s*<)/)) {
    const [, url, parameters = ''] = /^\s*<([^>]{1,8192})>(.*)$/.exec(part) ?? [];
    if (url !== undefined && /;\s*rel="?next"?(?:\s*;|\s*$)/.test(parameters)) return url;
  }
  return undefined;
}

/** The answer's JSON. Throws `PullFailed` `answer_invalid`. */
export function jsonOf({ body }: PullAnswer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new PullFailed('answer_invalid', 'The product’s answer is not JSON.');
  }
}

/** The answer as an object. Throws `PullFailed` `answer_invalid`. */
export function objectOf(answer: PullAnswer): JsonObject {
  const value = object(jsonOf(answer));
  if (value === undefined) {
    throw new PullFailed('answer_invalid', 'The product’s answer is no JSON object.');
  }
  return value;
}

/** How many records a list has. Throws `PullFailed` where it is none. */
export function countOf(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  throw new PullFailed('answer_invalid', 'The product’s answer has no list of records.');
}

/** The address in what `read` kept: where the run goes on. */
export function resumeUrl(resume: Json): string | undefined {
  const url = object(resume)?.['url'];
  return typeof url === 'string' ? url : undefined;
}

/** Goes on with the page that follows, or has nothing more. */
export function onward(url: string | undefined): { next: PullRequest[]; resume: Json } {
  return url === undefined ? { next: [], resume: null } : { next: [{ url }], resume: { url } };
}

/** RFC 3339 to the second, rounded down or up: whole seconds are what most products take. */
export function secondsText(ms: number, round: 'down' | 'up' = 'down'): string {
  const seconds = round === 'down' ? Math.floor(ms / 1000) : Math.ceil(ms / 1000);
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

/** The request with more headers. */
export function withHeaders(request: PullRequest, headers: Record<string, string>): PullRequest {
  return { ...request, headers: { ...request.headers, ...headers } };
}

/** An OAuth token answer (RFC 6749 §5.1). */
export function readToken(answer: PullAnswer): { token: string; expires_in_s: number } {
  const said = objectOf(answer);
  const token = said['access_token'];
  if (typeof token !== 'string' || token === '')
    throw new PullFailed('sign_in_failed', 'The product gave no token.');
  const expires = Number(said['expires_in']);
  return { token, expires_in_s: Number.isFinite(expires) ? expires : 300 };
}

// A ClickHouse server or cluster that somebody else runs, by its address (`index.url`).
import { ActaError } from '../lib/errors.ts';
import type { EngineHandle } from './engine.ts';

/** @param url `http(s)://user:password@host:port`; user and password may be left out */
export function remoteEngine(url: string): EngineHandle {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !['http:', 'https:'].includes(parsed.protocol)) {
    throw new ActaError({
      code: 'index_url_invalid',
      status: 500,
      fault: 'operator',
      detail: 'index.url is not an http or https address.',
      next: 'Give it as https://user:password@host:8443.',
    });
  }
  const address = {
    url: parsed.origin,
    username: decodeURIComponent(parsed.username) || 'default',
    password: decodeURIComponent(parsed.password),
  };
  return {
    address: () => Promise.resolve(address),
    pid: () => undefined,
    stop: () => Promise.resolve(),
  };
}

// Images by one form, so that pushes, scans and deployments of the same image join.
import { thing, type Target } from './event-parts.ts';

/** `registry.example/acme/pay`, with `:tag` in the name where there is one. */
export function imageTarget(
  host: string | undefined,
  repository: string | undefined,
  tag?: string,
): Target | undefined {
  if (repository === undefined) return undefined;
  const whole = host === undefined || host === '' ? repository : `${host}/${repository}`;
  const plain = tag === undefined || tag.startsWith('sha256:') ? '' : `:${tag}`;
  return thing('image', `image:${whole}`, `${whole}${plain}`);
}

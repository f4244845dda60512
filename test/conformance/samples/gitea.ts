// Deliveries of Gitea, Forgejo and Gogs were collected without their headers.

/** The event that a body without its header must have been. */
export function giteaEvent(body: Record<string, unknown>, path: string): string | undefined {
  if ('comment' in body) return 'issue_comment';
  if ('pull_request' in body) return 'pull_request';
  if ('issue' in body) return 'issues';
  if ('release' in body) return 'release';
  if ('forkee' in body) return 'fork';
  if ('ref_type' in body) {
    return 'pusher_type' in body || /delete/.test(path) ? 'delete' : 'create';
  }
  if ('ref' in body) return 'push';
  return 'repository' in body ? 'repository' : undefined;
}

// Deliveries of Bitbucket Cloud were collected without their headers.
import { basename } from 'node:path';

/** The key that a body without its header must have had, by its members and the file's name. */
export function bitbucketHeaders(path: string, bytes: Buffer): Record<string, string> {
  const body = JSON.parse(bytes.toString('utf8')) as Record<string, unknown>;
  const name = basename(path);
  const pull = body['pullrequest'] as { state?: string } | undefined;
  const deleted = /delete/i.test(name) ? 'comment_deleted' : 'comment_created';
  const states: Record<string, string> = { MERGED: 'fulfilled', DECLINED: 'rejected' };
  const key =
    'push' in body
      ? 'repo:push'
      : pull !== undefined && 'comment' in body
        ? `pullrequest:${deleted}`
        : 'approval' in body
          ? `pullrequest:${/removed/.test(name) ? 'unapproved' : 'approved'}`
          : pull !== undefined
            ? `pullrequest:${states[pull.state ?? ''] ?? (/creat/i.test(name) ? 'created' : 'updated')}`
            : 'issue' in body
              ? `issue:${'comment' in body ? 'comment_created' : /updated/.test(name) ? 'updated' : 'created'}`
              : 'commit_status' in body
                ? 'repo:commit_status_created'
                : 'fork' in body
                  ? 'repo:fork'
                  : undefined;
  return key === undefined ? {} : { 'x-event-key': key };
}

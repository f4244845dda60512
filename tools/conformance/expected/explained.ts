// Values of others that ours rightly differ from. Each is named with its reason.
import type { ExpectedField } from './types.ts';

type Explained = readonly [part: string, field: ExpectedField, reason: string];

const MERGED =
  'theirs is what was merged, ours the commit that the merge made: it is what runs later';

/** A part of a path below `corpora/`, the value, and why ours is another. */
const EXPLAINED: readonly Explained[] = [
  [
    'gitlab/webhooks-go-scm/pipeline_',
    'change',
    'theirs counts in the whole instance, ours in the project',
  ],
  [
    'argocd/notifications-cdviz-captured/',
    'when',
    'theirs is when the notification was sent, ours when the application’s health changed',
  ],
  [
    'github/webhooks-go-scm/pipeline_hook.json',
    'what',
    'the delivery is of a run that began; theirs is the conclusion that its record has by now',
  ],
  ['/pr_merged.json', 'commit', MERGED],
  ['/pull_request_merged.json', 'commit', MERGED],
  ['/pull_request_merge.json', 'commit', MERGED],
  [
    'bitbucket-server/webhooks-go-scm/pr_deleted.json',
    'when',
    'theirs is the last change of what was deleted, ours when it was deleted',
  ],
];

/** Why a value differs; undefined: nobody has said. */
export function explanationOf(path: string, field: ExpectedField): string | undefined {
  return EXPLAINED.find(([part, name]) => name === field && path.includes(part))?.[2];
}

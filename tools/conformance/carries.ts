// Whether a record names somebody or says a time that its event lacks: by the names of its members.
// Members that name another or another moment are listed with what they are.

export type Told = 'actor' | 'time';

const NAMES: Readonly<Record<Told, RegExp>> = {
  actor:
    /^(?:user|actor|author|sender|login|principal|e?mail|caller|operator|pusher|creator|owner|member|initiat|performed|created_?by|requested|identity|subject|account|who|username)/i,
  time: /(?:time|date|timestamp|_at|[a-z]At|created|updated|published|when|occurred)$/i,
};

type Other = readonly [type: string, told: Told, member: RegExp, what: string];

/** The type of a source (`*`: any), and members that say something else. */
const OTHERS: readonly Other[] = [
  ['*', 'time', /^p_(?:event|parse)_time$/, 'of what carried the record'],
  ['*', 'actor', /user_?agent|ip_?address$|callerip$/i, 'an address or a program'],
  ['argocd', 'actor', /initiatedBy/, 'who synchronised last; who removed it is not said'],
  ['aws-cloudtrail', 'actor', /^responseElements\./, 'who was made'],
  ['aws-cloudtrail', 'actor', /^account$/, 'the account of the event bus'],
  ['azure-activity', 'actor', /^properties\.accountName$/, 'the storage account'],
  ['azure-activity', 'actor', /^identity\./, 'a kind of key, of nobody'],
  ['bitbucket', 'time', /\.authorTimestamp$/, 'when a commit was written'],
  ['buildkite', 'actor', /^account$|^sender\.keys$/, 'the account of the event bus, a placeholder'],
  ['gcp-audit', 'actor', /^protoPayload\.re(?:quest|sponse)\./, 'who was to be made'],
  ['gcp-audit', 'actor', /requestedVerifyOption$/, 'an option'],
  ['gcp-audit', 'actor', /^resource\.labels\./, 'what it was done to'],
  [
    'gitea',
    'time',
    /^(?:repository|pull_request|issue|sender|requested_reviewer)\./,
    'when a thing was made or changed',
  ],
  ['github', 'actor', /^package\.owner\./, 'whose package it is'],
  [
    'github',
    'time',
    /^(?:repository|hook|rule|check_run|alert|comment|discussion|issue|installation|milestone|project_card|pull_request|release|sponsorship|changes|effective_date)\b/,
    'when a thing was made or changed before: the event itself has no time',
  ],
  ['github', 'time', /^created_at$/, 'not a time: `2024-12-17 00:00:00000000`'],
  ['gitlab', 'actor', /^(?:owner|user)_|^owners\.|^(?:email|username)$/, 'whom it was done to'],
  ['gitlab', 'actor', /^commit\.author\./, 'who wrote the released commit'],
  ['gitlab', 'time', /\.last_commit\./, 'when a commit was written'],
  ['gitlab', 'time', / $/, 'a member whose name ends in a blank'],
  ['google-workspace', 'actor', /affected_email_address$/, 'whom it was done to'],
  ['harbor', 'actor', /^operator$/, 'how it was started: `MANUAL`'],
  ['harbor', 'actor', /policy_creator$/, 'who made the policy'],
  [
    'jira',
    'actor',
    /^(?:comment|issue\.fields)\./,
    'who wrote what was deleted, whose ticket it is',
  ],
  ['pagerduty', 'actor', /assigned_to|\.subject$/, 'whose turn it is, and a title'],
  ['sonarqube', 'actor', /\.operator$/, 'of a comparison'],
  ['teleport', 'time', /^time$/, 'not a time: `23:00:000.000000Z`'],
  ['terraform-cloud', 'time', /auto_destroy_at$/, 'when it will happen'],
];

/** The first member of a record (JSON text) that tells it; undefined: none does. */
export function memberTelling(told: Told, type: string, raw: string): string | undefined {
  let record: unknown;
  try {
    record = JSON.parse(raw);
  } catch {
    return undefined;
  }
  const others = OTHERS.filter(([of, what]) => (of === '*' || of === type) && what === told);
  return firstTelling(record, '', told, (path) => others.some(([, , member]) => member.test(path)));
}

function firstTelling(
  value: unknown,
  path: string,
  told: Told,
  isOther: (path: string) => boolean,
): string | undefined {
  if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) {
      const inside = path === '' ? name : `${path}.${name}`;
      const found = firstTelling(member, inside, told, isOther);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (value === null || value === '' || typeof value === 'boolean' || isOther(path)) {
    return undefined;
  }
  if (told === 'time' && !isMoment(value)) return undefined;
  const named = path
    .split('.')
    .slice(-2)
    .some((name) => NAMES[told].test(name));
  return named ? path : undefined;
}

/** Whether a value may be a moment after 1971. */
function isMoment(value: unknown): boolean {
  if (typeof value === 'number') return value > 1e9 && value < 1e19;
  return /(?:19[89]|2)\d{2,3}-\d\d-\d\d[T ]\d\d:|^\d{10,19}$/.test(String(value));
}

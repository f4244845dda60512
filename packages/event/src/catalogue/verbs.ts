// First words of the catalogue's sentences, from past tense to infinitive.

const irregular: ReadonlyMap<string, string> = new Map([
  ['bound', 'bind'],
  ['brought', 'bring'],
  ['built', 'build'],
  ['cancelled', 'cancel'],
  ['did', 'do'],
  ['dropped', 'drop'],
  ['found', 'find'],
  ['gave', 'give'],
  ['had', 'have'],
  ['heard', 'hear'],
  ['kept', 'keep'],
  ['lost', 'lose'],
  ['made', 'make'],
  ['mapped', 'map'],
  ['overrode', 'override'],
  ['planned', 'plan'],
  ['put', 'put'],
  ['ran', 'run'],
  ['read', 'read'],
  ['rebuilt', 'rebuild'],
  ['reset', 'reset'],
  ['rewrote', 'rewrite'],
  ['scanned', 'scan'],
  ['sent', 'send'],
  ['stopped', 'stop'],
  ['tagged', 'tag'],
  ['took', 'take'],
  ['transferred', 'transfer'],
  ['was', 'be'],
  ['withdrew', 'withdraw'],
  ['wrote', 'write'],
]);

/** Regular verbs whose infinitive ends in e: the past tense added only a d. */
const endsInE = new Set(
  (
    'acknowledged activated approved archived assumed authorised changed cloned closed completed created ' +
    'deactivated deleted demoted disabled enabled erased escalated evaluated exchanged forced ' +
    'generated invited issued merged moved paused placed prepared promoted quarantined queued ' +
    'raised refused released removed renamed replicated required resolved restored resumed revoked rotated ' +
    'saved scaled scheduled shared terminated truncated unarchived updated upgraded used validated ' +
    'violated'
  ).split(' '),
);

/** The infinitive of a verb in the past tense: "removed" → "remove", "opened" → "open". */
export function infinitiveOf(past: string): string {
  const known = irregular.get(past);
  if (known) return known;
  if (endsInE.has(past)) return past.slice(0, -1);
  if (past.endsWith('ied')) return `${past.slice(0, -3)}y`;
  return past.endsWith('ed') ? past.slice(0, -2) : past;
}

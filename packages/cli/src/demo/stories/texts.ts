// What people write: titles, commit messages, review comments. Data only.

export const titles: string[] = [
  'Retry the settlement call on 503',
  'Round half to even in the fee calculation',
  'Cache exchange rates for a minute',
  'Add an index for the open orders query',
  'Stop logging the whole request on errors',
  'Move the timeout into the settings',
  'Show the delivery window in the summary',
  'Drop the legacy voucher endpoint',
  'Split the address form in two steps',
  'Return 409 when an order is already paid',
  'Upgrade the base image',
  'Trace calls to the ledger',
  'Handle a missing locale',
  'Make the worker drain on SIGTERM',
  'Rate limit password reset',
  'Rotate refresh tokens',
  'Fix the flaky checkout test',
  'Write metrics for queue depth',
  'Rename amount to amount_minor',
  'Tidy up feature flags of spring',
  'Support instant transfers',
  'Page the transaction list by cursor',
  'Validate IBANs before the call',
  'Read replicas for reports',
  'Use the shared HTTP client',
  'Bump the schema of order events to 7',
  'Sort search results by availability',
  'Re-train with the August set',
  'Shrink the start bundle',
  'Honour reduced motion',
];

export const packages: string[] = [
  'golang.org/x/net',
  'axios',
  'vite',
  'tokio',
  'serde',
  'requests',
  'jackson-databind',
  'opentelemetry',
  'pgx',
  'undici',
];

export const comments: (string | null)[] = [
  null,
  null,
  null,
  'Looks good.',
  'Nice and small.',
  'One nit inside, not blocking.',
  'Checked it on staging.',
  'Thanks for the test.',
];

export const objections: string[] = [
  'This needs a test for the empty case.',
  'Can we keep the old field for one release?',
  'The migration would lock the table.',
  'I would rather not log this.',
];

export const files: string[] = [
  'internal/fees/round.go',
  'src/orders/create.ts',
  'src/orders/create.test.ts',
  'db/migrations/0142_open_orders.sql',
  'config/production.yaml',
  'README.md',
  'Dockerfile',
  '.github/workflows/ci.yml',
];

export const reasons: string[] = [
  'Deploy from main',
  'Weekly release',
  'Fix for a support case',
  'Asked for by finance',
  'Planned with the team',
];

export const causes: string[] = [
  'error rate above 2 % for 5 minutes',
  'p99 latency above 1.5 s',
  'checkout conversion down by a third',
  'payment provider times out',
  'connection pool exhausted',
  'queue depth grows',
];

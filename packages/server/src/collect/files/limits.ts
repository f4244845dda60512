import type { Limit } from '../../lib/limits.ts';

export const FILES_POLL_MS: Limit = {
  name: 'files.poll_ms',
  default: 500,
  description: 'How often followed files are looked at.',
};

export const FILES_FOLLOWED: Limit = {
  name: 'files.followed',
  default: 500,
  description: 'Files that one source follows at a time; each is held open.',
};

export const FILES_LINE_BYTES: Limit = {
  name: 'files.line_bytes',
  default: 1_048_576,
  description: 'One line of a followed file; what is longer is cut there.',
};

export const FILES_BATCH_LINES: Limit = {
  name: 'files.batch_lines',
  default: 2_000,
  description: 'Lines that are recorded at once.',
};

export const FILES_QUIET_MS: Limit = {
  name: 'files.quiet_ms',
  default: 2_000,
  description:
    'A record of several lines is whole when the file has not grown for so long, if nothing shows it before.',
};

export const FILES_LINGER_MS: Limit = {
  name: 'files.linger_ms',
  default: 10_000,
  description: 'A file that was rotated away is read for so long after its last byte.',
};

export const FILES_REMEMBERED: Limit = {
  name: 'files.remembered',
  default: 2_000,
  description: 'Places in files that are gone or done, remembered for each source.',
};

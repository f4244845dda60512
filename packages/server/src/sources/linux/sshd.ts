// Messages of OpenSSH's server. Names are what the client sent and may hold ` from … port …`: the
// address is the last one on the line, which the server wrote.
import type { Form } from './meaning.ts';

const from = String.raw`(\S{1,255}) port (\d{1,5})`;

export const sshdForms: readonly Form[] = [
  [
    new RegExp(`^Accepted (\\S{1,64}) for (.{1,256}) from ${from}(?: ssh2)?(?:: (.{1,300}))?$`),
    ([, method = '', user, ip, port, key = '']) => ({
      action: 'ssh.signed_in',
      native: `sshd Accepted ${method}`,
      user,
      ip,
      credential: {
        type: method,
        ...(/(?:SHA256|MD5):\S+/.test(key)
          ? { id: /(?:SHA256|MD5):\S+/.exec(key)?.[0] as string }
          : {}),
      },
      labels: { port },
    }),
  ],
  [
    new RegExp(`^Failed (\\S{1,64}) for (invalid user )?(.{0,256}) from ${from}(?: ssh2)?`),
    ([, method = '', invalid, user, ip, port]) => ({
      action: 'ssh.sign_in_failed',
      native: `sshd Failed ${method}`,
      outcome: 'failure',
      user,
      ip,
      credential: { type: method },
      reason: invalid === '' ? undefined : 'invalid user',
      labels: { port },
    }),
  ],
  [
    new RegExp(`^Invalid user (.{0,256}) from ${from}$`),
    ([, user, ip, port]) => ({
      action: 'ssh.sign_in_failed',
      native: 'sshd Invalid user',
      outcome: 'failure',
      user,
      ip,
      reason: 'invalid user',
      labels: { port },
    }),
  ],
  [
    /^User (.{1,256}) from (\S{1,255}) not allowed because (.{1,500})$/,
    ([, user, ip, reason]) => ({
      action: 'ssh.sign_in_failed',
      native: 'sshd not allowed',
      outcome: 'denied',
      user,
      ip,
      reason,
    }),
  ],
  [
    new RegExp(
      `^(?:error: )?maximum authentication attempts exceeded for (?:invalid user )?(.{0,256}) from ${from}`,
    ),
    ([, user, ip, port]) => ({
      action: 'ssh.sign_in_failed',
      native: 'sshd maximum attempts',
      outcome: 'failure',
      user,
      ip,
      reason: 'maximum authentication attempts exceeded',
      labels: { port },
    }),
  ],
  [
    new RegExp(
      `^(?:Disconnected from|Connection (?:closed|reset) by)(?: (?:user|authenticating user|invalid user) (.{0,256}))? ${from}(?: \\[preauth\\])?$`,
    ),
    ([, user, ip, port]) => ({
      action: 'ssh.disconnected',
      native: 'sshd disconnected',
      user: user === '' ? undefined : user,
      ip,
      labels: { port },
    }),
  ],
  [
    new RegExp(`^(?:Received disconnect|Connection) from ${from}`),
    ([, ip, port]) => ({
      action: 'ssh.disconnected',
      native: 'sshd connection',
      outcome: 'unknown',
      ip,
      labels: { port },
    }),
  ],
  [
    new RegExp(`^Starting session: (\\w{1,20})(?:.{0,200}) for (.{1,256}) from ${from}`),
    ([, kind, user, ip, port]) => ({
      action: 'shell.opened',
      native: `sshd session ${kind}`,
      user,
      ip,
      labels: { port },
    }),
  ],
  [
    /^Server listening on (\S{1,255}) port (\d{1,5})/,
    () => ({
      action: 'service.started',
      native: 'sshd listening',
      target: { type: 'service', name: 'sshd' },
    }),
  ],
  [
    /^Received signal \d{1,2}; terminating/,
    () => ({
      action: 'service.stopped',
      native: 'sshd terminating',
      target: { type: 'service', name: 'sshd' },
    }),
  ],
];

// Messages of sudo, su, PAM, cron, systemd and logind.
import type { Form, Meaning } from './meaning.ts';

const user = (name = '') => ({ type: 'user', name });
const service = (name = '') => ({ type: 'service', name });

/** `ann : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/cat x ; y`: the command is the rest. */
export function sudoMeaning(message: string): Meaning | undefined {
  const head = /^\s{0,8}(\S{1,64}) : /.exec(message);
  if (head === null) return undefined;
  const rest = message.slice(head[0].length);
  const commandAt = rest.indexOf('COMMAND=');
  const settings = (commandAt < 0 ? rest : rest.slice(0, commandAt)).split(' ; ').slice(0, 32);
  const command = commandAt < 0 ? undefined : rest.slice(commandAt + 8);
  const value = (name: string) =>
    settings
      .find((part) => part.startsWith(`${name}=`))
      ?.slice(name.length + 1)
      .trim();
  const refusal = settings[0]?.includes('=') === false ? settings[0].trim() : undefined;
  if (command === undefined && refusal === undefined) return undefined;
  return {
    action: refusal === undefined ? 'privilege.escalated' : 'privilege.denied',
    native: refusal === undefined ? 'sudo' : 'sudo refused',
    outcome: refusal === undefined ? 'success' : 'denied',
    user: head[1],
    target: user(value('USER') ?? 'root'),
    reason: refusal,
    labels: {
      command: command?.slice(0, 1_000),
      directory: value('PWD'),
      terminal: value('TTY'),
      host: value('HOST'),
    },
  };
}

export const suForms: readonly Form[] = [
  [
    /^\(to (\S{1,64})\) (\S{1,64}) on (\S{1,64})/,
    ([, to, who, terminal]) => switched(who, to, { terminal }),
  ],
  [
    /^(?:Successful su for|\+ \S{1,32}) (\S{1,64}) by (\S{1,64})/,
    ([, to, who]) => switched(who, to),
  ],
  [
    /^FAILED SU \(to (\S{1,64})\) (\S{1,64}) on/,
    ([, to, who]) => ({
      ...switched(who, to),
      action: 'privilege.denied',
      outcome: 'denied',
      native: 'su failed',
    }),
  ],
  [
    /^FAILED su for (\S{1,64}) by (\S{1,64})/,
    ([, to, who]) => ({
      ...switched(who, to),
      action: 'privilege.denied',
      outcome: 'denied',
      native: 'su failed',
    }),
  ],
];

function switched(who: string | undefined, to = '', labels?: Meaning['labels']): Meaning {
  return { action: 'privilege.escalated', native: 'su', user: who, target: user(to), labels };
}

/** `ann(uid=1000)`, `(uid=0)`. */
const named = String.raw`([^\s(]{0,64})(?:\(uid=(\d{1,10})\))?`;

/** Sessions of these programs are jobs, not people. */
const jobs = /^(?:cron|crond|systemd-user)$/;

/** Programs by which somebody becomes another. */
const raising = /^(?:sudo|su|runuser)(?:-[il])?$/;

interface Account {
  name: string | undefined;
  uid: string | undefined;
}

/**
 * Who a session is of: the one who signed in, but with sudo and su the one who became another, if
 * the message says who that was.
 */
function opener(service: string, whose: Account, by: Account): Pick<Meaning, 'user' | 'uid'> {
  const { name, uid } = by.name === '' && !raising.test(service) ? whose : by;
  return { user: name || (uid === '0' ? 'root' : undefined), uid: uid || undefined };
}

export const pamForms: readonly Form[] = [
  [
    new RegExp(
      String.raw`^pam_unix\(([\w-]{1,32}):session\): session (opened|closed) for user ` +
        String.raw`${named}(?: by ${named})?`,
    ),
    ([, service = '', done, name, uid, by = '', byUid]) => {
      const opened = done === 'opened';
      const job = jobs.test(service);
      return {
        action: job
          ? opened
            ? 'process.started'
            : 'process.ended'
          : opened
            ? 'shell.opened'
            : 'shell.closed',
        native: `${service} session ${done}`,
        ...opener(service, { name, uid }, { name: by, uid: byUid }),
        target: user(name),
      };
    },
  ],
  [
    /^pam_\w{1,20}\(([\w-]{1,32}):auth\): authentication failure; (.{0,1000})$/,
    ([, service = '', rest = '']) => {
      const value = (name: string) => new RegExp(`(?:^|\\s)${name}=(\\S{1,255})`).exec(rest)?.[1];
      const raises = service === 'sudo' || service === 'su';
      return {
        action:
          service === 'sshd'
            ? 'ssh.sign_in_failed'
            : raises
              ? 'privilege.denied'
              : 'user.sign_in_failed',
        native: `${service} authentication failure`,
        outcome: raises ? 'denied' : 'failure',
        user: raises
          ? (value('ruser') ?? value('logname') ?? value('user'))
          : (value('user') ?? value('logname')),
        ip: value('rhost'),
        labels: { terminal: value('tty') },
      };
    },
  ],
];

export const cronForms: readonly Form[] = [
  [
    /^\(([^)]{1,64})\) CMD \(([\s\S]{0,2000}?)\)?$/,
    ([, who, command]) => ({
      action: 'command.executed',
      native: 'cron CMD',
      user: who,
      target: { type: 'cron_job', name: (command ?? '').trim().slice(0, 500) || 'cron' },
    }),
  ],
  [
    /^\(([^)]{1,64})\) (REPLACE|BEGIN EDIT|END EDIT|DELETE|LIST|RELOAD) \(([^)]{1,200})\)/,
    ([, who, done, table]) => ({
      action: done === 'LIST' ? 'resource.read' : 'pipeline_schedule.changed',
      native: `crontab ${done}`,
      user: who,
      target: { type: 'crontab', name: table ?? '' },
    }),
  ],
];

export const systemdForms: readonly Form[] = [
  [
    /^Started ([\w@.:\\-]{1,200}\.\w{3,12})\b/,
    ([, unit]) => ({ action: 'service.started', native: 'Started', target: service(unit) }),
  ],
  [
    /^Stopped ([\w@.:\\-]{1,200}\.\w{3,12})\b/,
    ([, unit]) => ({ action: 'service.stopped', native: 'Stopped', target: service(unit) }),
  ],
  [
    /^Reloaded ([\w@.:\\-]{1,200}\.\w{3,12})\b/,
    ([, unit]) => ({ action: 'service.changed', native: 'Reloaded', target: service(unit) }),
  ],
  [
    /^([\w@.:\\-]{1,200}\.\w{3,12}): Failed with result '([\w-]{1,40})'/,
    ([, unit, reason]) => ({
      action: 'service.stopped',
      native: 'Failed',
      outcome: 'failure',
      target: service(unit),
      reason,
    }),
  ],
  [
    /^Failed to start ([^\n]{1,200}?)\.?$/,
    ([, unit]) => ({
      action: 'service.started',
      native: 'Failed to start',
      outcome: 'failure',
      target: service(unit),
    }),
  ],
  [/^Startup finished in /, () => ({ action: 'system.started', native: 'Startup finished' })],
  [
    /^(?:Shutting down|Reached target \S{0,20} ?-? ?(?:Reboot|Power-Off|Shutdown))/,
    () => ({ action: 'system.stopped', native: 'Shutting down' }),
  ],
];

export const logindForms: readonly Form[] = [
  [
    /^New session '?(\S{1,40}?)'? of user '?([^\s'.]{1,64})/,
    ([, session, who]) => ({
      action: 'shell.opened',
      native: 'New session',
      user: who,
      session,
      target: user(who),
    }),
  ],
  [
    /^(?:Removed session|Session) '?(\w{1,40})'?/,
    ([, session]) => ({ action: 'shell.closed', native: 'Removed session', session }),
  ],
  [
    /^(?:The system will|System is) (?:reboot|power|halt)/,
    () => ({ action: 'system.stopped', native: 'System is going down' }),
  ],
];

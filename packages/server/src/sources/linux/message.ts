// What a message of a program says: by the program's forms, and without one as a remark.
import { accountForms } from './accounts.ts';
import { meaningBy, type Form, type Meaning } from './meaning.ts';
import {
  cronForms,
  logindForms,
  pamForms,
  sudoMeaning,
  suForms,
  systemdForms,
} from './programs.ts';
import { sshdForms } from './sshd.ts';

const byProgram: Readonly<Record<string, readonly Form[]>> = {
  sshd: sshdForms,
  'sshd-session': sshdForms,
  'sshd-auth': sshdForms,
  su: suForms,
  cron: cronForms,
  crond: cronForms,
  crontab: cronForms,
  systemd: systemdForms,
  'systemd-logind': logindForms,
  useradd: accountForms,
  usermod: accountForms,
  userdel: accountForms,
  adduser: accountForms,
  deluser: accountForms,
  groupadd: accountForms,
  groupmod: accountForms,
  groupdel: accountForms,
  gpasswd: accountForms,
  passwd: accountForms,
  chpasswd: accountForms,
  newusers: accountForms,
  chage: accountForms,
  chfn: accountForms,
  chsh: accountForms,
};

/** The meaning of a program's message. */
export function messageMeaning(app: string, message: string): Meaning {
  const program = (app.split('/').at(-1) ?? app).toLowerCase();
  const forms = Object.hasOwn(byProgram, program) ? (byProgram[program] as readonly Form[]) : [];
  return (
    meaningBy(forms, message) ??
    (program === 'sudo' ? sudoMeaning(message) : undefined) ??
    (message.startsWith('pam_') ? meaningBy(pamForms, message) : undefined) ?? {
      action: 'log.written',
      native: program,
      outcome: 'unknown',
      labels: { message: message.slice(0, 1_000) },
    }
  );
}

export const messageActions: readonly string[] = (
  'ssh.signed_in ssh.sign_in_failed ssh.disconnected shell.opened shell.closed service.started ' +
  'service.stopped service.changed system.started system.stopped user.created user.deleted ' +
  'user.changed user.renamed user.suspended user.unsuspended group.created group.deleted ' +
  'group.changed group_member.added group_member.removed password.changed privilege.escalated ' +
  'privilege.denied user.sign_in_failed process.started process.ended command.executed ' +
  'pipeline_schedule.changed resource.read log.written'
).split(' ');

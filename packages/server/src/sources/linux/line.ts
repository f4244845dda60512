// One message of a Linux host, whichever way it came: syslog, the journal, or the audit log.

export interface HostLine {
  time?: string | undefined;
  host?: string | undefined;
  /** The program: `sshd`, `sudo`, `systemd`. */
  app: string;
  process?: string | undefined;
  message: string;
  /** The unit that the journal names. */
  unit?: string | undefined;
  /** The user whose process wrote the message, as the journal knows it. */
  uid?: string | undefined;
  /** The journal's cursor. */
  id?: string | undefined;
  /** What the syslog header and structured data say beside. */
  labels?: Record<string, string> | undefined;
  raw: string;
  /** Whether passwords were taken out of `raw`. */
  redacted: boolean;
}

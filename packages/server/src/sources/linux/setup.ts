import type { Adapter } from '../types.ts';

/** What to set on a host. */
export const setup: Adapter['setup'] = [
  {
    title: 'The journal, with Vector',
    text: 'Follows the journal with its cursor; every entry keeps its id, so that nothing is taken twice.',
    copy: 'sources:\n  journal:\n    type: journald\n    include_units: [ssh, sudo, cron, systemd-logind]\nsinks:\n  acta:\n    type: http\n    inputs: [journal]\n    uri: {intake_url}\n    encoding: {codec: json}\n    framing: {method: newline_delimited}\n    auth: {strategy: bearer, token: {secret}}\n    acknowledgements: {enabled: true}',
  },
  {
    title: 'The audit log, with Vector',
    text: 'Records of one event are joined where they come in one delivery; send batches.',
    copy: '# /etc/audit/rules.d/acta.rules\n-w /etc/passwd -p wa -k accounts\n-w /etc/sudoers -p wa -k privileges\n-w /etc/sudoers.d -p wa -k privileges\n-w /etc/ssh/sshd_config -p wa -k sshd\n-a always,exit -F arch=b64 -S execve -F euid=0 -F auid>=1000 -F auid!=unset -k root_commands\n\n# vector.yaml\nsources:\n  auditd:\n    type: file\n    include: [/var/log/audit/audit.log]\nsinks:\n  acta:\n    type: http\n    inputs: [auditd]\n    uri: {intake_url}\n    encoding: {codec: text}\n    framing: {method: newline_delimited}\n    batch: {timeout_secs: 2}\n    auth: {strategy: bearer, token: {secret}}',
  },
];

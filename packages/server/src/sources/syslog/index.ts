import { verifyEchoed } from '../echoed-header.ts';
import { linux } from '../linux/index.ts';
import { normalizeLinux } from '../linux/normalize.ts';
import type { Adapter } from '../types.ts';

/** Any sender of syslog: RFC 5424 and 3164; programs that are known by name as on Linux hosts. */
export const syslog: Adapter = {
  type: 'syslog',
  title: 'Syslog',
  summary: 'Messages of hosts, appliances and programs in RFC 5424 or RFC 3164.',
  doors: ['syslog', 'stream', 'file', 'hec'],
  settings: linux.settings,
  setup: [
    {
      title: 'rsyslog, over HTTPS',
      text: 'Needs the package rsyslog-omhttp. Messages keep their priority and the sender’s time.',
      copy: '# /etc/rsyslog.d/60-acta.conf\nmodule(load="omhttp")\ntemplate(name="acta" type="string" string="%rawmsg%\\n")\n*.* action(type="omhttp" server="{host}" serverport="{port}" usehttps="{tls}"\n  restpath="intake/{name}" template="acta" batch="on" batch.format="newline"\n  httpheaderkey="Authorization" httpheadervalue="Bearer {secret}" action.resumeRetryCount="-1")',
    },
    {
      title: 'syslog-ng, over HTTPS',
      text: 'One message a line, in RFC 5424.',
      copy: 'destination d_acta {\n  http(url("{intake_url}") method("POST")\n    headers("Authorization: Bearer {secret}")\n    body("<${PRI}>1 ${ISODATE} ${HOST} ${PROGRAM} ${PID} ${MSGID} ${SDATA} ${MSG}")\n    delimiter("\\n") batch-lines(500) batch-timeout(1000) disk-buffer(reliable(yes) disk-buf-size(200M)));\n};\nlog { source(s_src); destination(d_acta); };',
    },
  ],
  verify: (delivery, secrets) => verifyEchoed(delivery, secrets, 'stream'),
  normalize: normalizeLinux,
  actions: linux.actions,
};

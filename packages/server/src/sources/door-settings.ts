// Settings and setup steps that a source has because of the doors that it comes in by, whatever the
// product.
import type { SourceType } from '@acta/sdk';
import type { Adapter } from './types.ts';

type Settings = SourceType['settings'];

const syslogSettings: Settings = [
  {
    name: 'syslog_from',
    title: 'Syslog: addresses of its senders (10.0.0.0/8, 192.0.2.7)',
    kind: 'text',
    required: false,
  },
  {
    name: 'syslog_certificate',
    title: 'Syslog over TLS: names or SHA-256 fingerprints of its client certificates',
    kind: 'text',
    required: false,
  },
  {
    name: 'syslog_port',
    title: 'Syslog: only what comes to these ports',
    kind: 'text',
    required: false,
  },
  {
    name: 'syslog_programs',
    title: 'Syslog: only messages of these programs (postgres, vault)',
    kind: 'text',
    required: false,
  },
];

const fileSettings: Settings = [
  {
    name: 'path',
    title: 'Files on this server to follow (/var/log/auth.log, /var/log/app/*.json)',
    kind: 'text',
    required: false,
  },
];

/** All settings of a source of this type. */
export function allSettings({ settings, doors }: Adapter): Settings {
  return [
    ...settings,
    ...(doors.includes('syslog') ? syslogSettings : []),
    ...(doors.includes('file') ? fileSettings : []),
  ];
}

/** What a sender needs to know of the syslog listeners; a port where one is open. */
export interface SyslogReach {
  host: string;
  udp?: number | undefined;
  tcp?: number | undefined;
  tls?: number | undefined;
}

/**
 * All setup steps of a source of this type, for the listeners that are open. Those of syslog come
 * first where it is one of the first two doors.
 */
export function allSteps(
  { setup, doors }: Adapter,
  reach: SyslogReach | null,
): SourceType['setup'] {
  if (!doors.includes('syslog')) return [...setup];
  const steps = reach === null ? openingSteps() : syslogSteps(reach);
  return doors.indexOf('syslog') < 2 ? [...steps, ...setup] : [...setup, ...steps];
}

const format =
  '<%PRI%>1 %TIMESTAMP:::date-rfc3339% %HOSTNAME% %APP-NAME% %PROCID% %MSGID% [acta token=\\"{secret}\\"]%msg%\\n';

/** The port of the example where no listener is open. */
const EXAMPLE_PORT = 6514;

function openingSteps(): SourceType['setup'] {
  return [
    {
      title: 'Open a listener for syslog',
      text: 'Acta does not listen for syslog yet. Start it with this, or with syslog.tcp in acta.yaml, which it reads from the folder that it is started in; syslog.tls and syslog.udp are the other ways.',
      copy: `ACTA_SYSLOG_TCP=0.0.0.0:${EXAMPLE_PORT} npm start`,
    },
    ...syslogSteps({ host: '{host}', tcp: EXAMPLE_PORT }),
  ];
}

function syslogSteps(reach: SyslogReach): SourceType['setup'] {
  const { host, tls, tcp } = reach;
  const protocol = tls !== undefined || tcp !== undefined ? 'tcp' : 'udp';
  const port = tls ?? tcp ?? reach.udp;
  const secure =
    tls === undefined
      ? ''
      : '\n  StreamDriver="ossl" StreamDriverMode="1" StreamDriverAuthMode="x509/name"\n  StreamDriver.CAFile="/etc/acta/ca.pem" StreamDriver.CertFile="/etc/acta/host.pem" StreamDriver.KeyFile="/etc/acta/host.key"';
  const queue =
    protocol === 'udp'
      ? ''
      : '\n  queue.type="LinkedList" queue.filename="acta" queue.saveOnShutdown="on" queue.maxDiskSpace="1g"\n  action.resumeRetryCount="-1"';
  const certificate =
    tls === undefined
      ? ''
      : '\n  transport("tls") tls(ca-file("/etc/acta/ca.pem") cert-file("/etc/acta/host.pem") key-file("/etc/acta/host.key"))';
  const buffer = protocol === 'udp' ? '' : '\n  disk-buffer(reliable(yes) disk-buf-size(200M))';
  const transport = tls === undefined ? `\n  transport("${protocol}")` : certificate;
  return [
    {
      title: 'rsyslog, over syslog',
      text: 'The token tells whose messages these are. Without it, the senders’ addresses or certificates do, as set in this source.',
      copy: `# /etc/rsyslog.d/60-acta.conf\ntemplate(name="acta" type="string" string="${format}")\n*.* action(type="omfwd" target="${host}" port="${port}" protocol="${protocol}" template="acta"${protocol === 'tcp' ? ' TCP_Framing="octet-counted"' : ''}${secure}${queue})`,
    },
    {
      title: 'syslog-ng, over syslog',
      text: 'The same with syslog-ng.',
      copy: `# /etc/syslog-ng/conf.d/acta.conf\ndestination d_acta {\n  network("${host}" port(${port})${transport}\n  template("<\${PRI}>1 \${ISODATE} \${HOST} \${PROGRAM} \${PID:--} \${MSGID:--} [acta token=\\"{secret}\\"] \${MSG}\\n")${buffer});\n};\nlog { source(s_src); destination(d_acta); };`,
    },
  ];
}

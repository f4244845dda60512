import type { Adapter } from '../types.ts';

/** What to set up beside Vault or OpenBao. */
export const setup: Adapter['setup'] = [
  {
    title: 'OpenBao: the http audit device',
    text: 'In the server’s configuration; OpenBao posts each record and waits for the answer, so what is answered is recorded. Give it a second device beside it.',
    copy: 'audit "http" "acta" {\n  options {\n    uri     = "{intake_url}"\n    headers = "{\\"Authorization\\": [\\"Bearer {secret}\\"]}"\n  }\n}',
  },
  {
    title: 'Vault: a file device and Vector',
    text: 'Vault writes lines to a file, Vector follows the file across rotation and sends them.',
    copy: 'vault audit enable file file_path=/var/log/vault/audit.log\n\n# /etc/vector/vector.yaml\nsources:\n  vault:\n    type: file\n    include: [/var/log/vault/audit.log]\nsinks:\n  acta:\n    type: http\n    inputs: [vault]\n    uri: {intake_url}\n    encoding: {codec: text}\n    framing: {method: newline_delimited}\n    auth: {strategy: bearer, token: {secret}}\n    acknowledgements: {enabled: true}',
  },
];

// A certificate authority of a test and what it has signed, made with openssl.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type TestLike = { after(done: () => Promise<void>): void };

export interface Authority {
  /** Path of `ca.pem`, `NAME.pem` or `NAME.key`. */
  at: (name: string) => string;
  read: (name: string) => Buffer;
  /** Signs a certificate for `NAME.example` with an alternative name. */
  sign: (name: string, alternative: string) => void;
  /** A certificate that nobody knows. */
  forge: (name: string, subject: string) => void;
}

export function authority(t: TestLike): Authority {
  const dir = mkdtempSync(join(tmpdir(), 'acta-tls-'));
  t.after(async () => rmSync(dir, { recursive: true }));
  const at = (name: string) => join(dir, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'ignore' });
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const own = (name: string) => ['-keyout', at(`${name}.key`), '-out', at(`${name}.pem`)];
  const forge = (name: string, subject: string) =>
    openssl('req', '-x509', ...ec, ...own(name), '-subj', subject, '-days', '2');
  forge('ca', '/CN=Test CA');
  return {
    at,
    read: (name) => readFileSync(at(name)),
    forge,
    sign(name, alternative) {
      const ca = ['-CA', at('ca.pem'), '-CAkey', at('ca.key')];
      const names = ['-subj', `/CN=${name}.example`, '-addext', `subjectAltName=${alternative}`];
      openssl('req', '-x509', ...ca, ...ec, ...own(name), ...names, '-days', '2');
    },
  };
}

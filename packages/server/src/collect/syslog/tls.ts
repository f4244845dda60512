// Certificates of the TLS listener, and the names that a client's certificate proves.
import { readFileSync, statSync } from 'node:fs';
import type { SecureContextOptions, TLSSocket, TlsOptions } from 'node:tls';
import { ActaError, messageOf } from '../../lib/errors.ts';

export interface TlsFiles {
  certificate: string;
  key: string;
  /** Authorities of client certificates; with it each client must show one. */
  client_ca: string | undefined;
}

const handshakeMs = 20_000;

/** The options of the listener; `renew` gives new ones where a file has changed since. */
export function tlsContext(files: TlsFiles): {
  options: TlsOptions;
  renew(use: (options: SecureContextOptions) => void): void;
} {
  let written = writtenAt(files);
  return {
    options: {
      ...contents(files),
      minVersion: 'TLSv1.2',
      handshakeTimeout: handshakeMs,
      requestCert: files.client_ca !== undefined,
      rejectUnauthorized: files.client_ca !== undefined,
    },
    renew(use) {
      const now = writtenAt(files);
      if (now === written) return;
      written = now; // an unreadable pair is told once, and the one before stays
      use({ ...contents(files), minVersion: 'TLSv1.2' });
    },
  };
}

function contents({ certificate, key, client_ca }: TlsFiles): SecureContextOptions {
  return {
    cert: read('syslog.tls_certificate', certificate),
    key: read('syslog.tls_key', key),
    ...(client_ca === undefined ? {} : { ca: read('syslog.tls_client_ca', client_ca) }),
  };
}

function read(setting: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new ActaError({
      code: 'certificate_unreadable',
      status: 500,
      fault: 'operator',
      detail: `${setting} can't be read: ${messageOf(cause)}.`,
      next: `Correct ${setting} in the settings.`,
      cause,
    });
  }
}

function writtenAt({ certificate, key, client_ca }: TlsFiles): string {
  return [certificate, key, client_ca]
    .map((path) =>
      path === undefined ? 0 : (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0),
    )
    .join(' ');
}

/** Common name, alternative names and SHA-256 fingerprint of a checked certificate; lower case. */
export function namesOf(socket: TLSSocket): string[] {
  if (!socket.authorized) return [];
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) return [];
  const common = /^CN=(.+)$/m.exec(certificate.subject)?.[1];
  const others = (certificate.subjectAltName ?? '')
    .split(/,\s*/)
    .flatMap((name) => /^(?:DNS|URI|email):([^"]+)$/.exec(name)?.[1] ?? []);
  const fingerprint = certificate.fingerprint256.replaceAll(':', '');
  return [...(common === undefined ? [] : [common]), ...others, fingerprint].map((name) =>
    name.toLowerCase(),
  );
}

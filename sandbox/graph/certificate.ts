import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';

export interface ServerCertificate {
  readonly key: string;
  readonly cert: string;
  /** The authority that signed it, for NODE_EXTRA_CA_CERTS. */
  readonly caFile: string;
  /** Removes the files where they are not meant to stay. */
  readonly discard: () => void;
}

const DAY_MS = 24 * 60 * 60 * 1000;

function usable(files: { key: string; cert: string; ca: string }): boolean {
  if (!Object.values(files).every((file) => existsSync(file))) return false;
  return new Date(new X509Certificate(readFileSync(files.cert)).validTo).getTime() > Date.now() + DAY_MS;
}

async function make(): Promise<{ key: string; cert: string; ca: string }> {
  const notAfterDate = new Date(Date.now() + 365 * DAY_MS);
  const common = { keyType: 'ec', algorithm: 'sha256', notAfterDate } as const;
  const authority = await generate([{ name: 'commonName', value: 'Sandbox for Microsoft Graph' }], {
    ...common,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const server = await generate([{ name: 'commonName', value: 'localhost' }], {
    ...common,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  return { key: server.private, cert: server.cert, ca: authority.cert };
}

/**
 * A certificate for 127.0.0.1 and localhost with an authority of its own. In a `data` folder it is kept: whoever
 * trusts the authority read its file once and for all.
 */
export async function serverCertificate(data: string | undefined): Promise<ServerCertificate> {
  const folder = data ?? mkdtempSync(join(tmpdir(), 'sandbox-graph-'));
  mkdirSync(folder, { recursive: true });
  const files = {
    key: join(folder, 'graph-key.pem'),
    cert: join(folder, 'graph-cert.pem'),
    ca: join(folder, 'graph-ca.pem'),
  };
  if (!usable(files)) {
    const made = await make();
    writeFileSync(files.key, made.key, { mode: 0o600 });
    writeFileSync(files.ca, made.ca);
    writeFileSync(files.cert, made.cert);
  }
  return {
    key: readFileSync(files.key, 'utf8'),
    cert: readFileSync(files.cert, 'utf8'),
    caFile: files.ca,
    discard: () => {
      if (data === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { RequestListener } from 'node:http';
import tls from 'node:tls';
import { generate } from 'selfsigned';

/**
 * An https server on a free loopback port, whose certificate this process trusts as NODE_EXTRA_CA_CERTS would make a
 * process trust it from its start. Each has a name of its own: authorities of one name are taken for one another.
 */
export async function startTrustedHttps(
  listener: RequestListener,
  trusted = true,
): Promise<{ readonly server: Server; readonly port: number }> {
  const { private: key, cert } = await generate(
    [{ name: 'commonName', value: `test server ${randomUUID()}` }],
    {
      keyType: 'ec',
      algorithm: 'sha256',
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
    },
  );
  if (trusted) tls.setDefaultCACertificates([...tls.getCACertificates('default'), cert]);
  const server = createServer({ key, cert }, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.address() as AddressInfo).port };
}

import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generate } from 'selfsigned';
import type { OrocrmInstallation } from '../../../shared/orocrm/access';
import { connect } from '../../../shared/orocrm/connection';
import { defaultHttpOptions, Http } from '../../../shared/orocrm/http';
import { clientOf } from './fixtures';
import { startScripted } from './scripted-server';

describe('over TLS', () => {
  let server: Server;
  let url: string;
  let folder: string;
  let caFile: string;

  beforeAll(async () => {
    const made = await generate([{ name: 'commonName', value: 'localhost' }], {
      extensions: [
        { name: 'basicConstraints', cA: true },
        { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] },
      ],
    });
    server = createServer({ key: made.private, cert: made.cert }, (_request, response) => {
      response.end('{}');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `https://localhost:${(server.address() as AddressInfo).port}`;
    folder = mkdtempSync(path.join(tmpdir(), 'orocrm-http-'));
    caFile = path.join(folder, 'ca.pem');
    writeFileSync(caFile, made.cert);
  });

  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    rmSync(folder, { recursive: true });
  });

  async function statusWith(trust: Partial<OrocrmInstallation>): Promise<number> {
    const http = new Http({ url, apiPrefix: '/api', ...trust }, defaultHttpOptions);
    try {
      return (await http.send({ method: 'GET', url, headers: {} })).status;
    } finally {
      http.close();
    }
  }

  it('trusts the certificates of the own file', async () => {
    expect(await statusWith({ caFile })).toBe(200);
  });

  it('accepts any certificate when told so', async () => {
    expect(await statusWith({ tlsInsecure: true })).toBe(200);
  });

  it('refuses an unknown certificate, and says what to set', async () => {
    await expect(statusWith({})).rejects.toMatchObject({ reason: 'certificate', sent: false });
    await expect(connect({ credential: clientOf(url) }).test()).rejects.toMatchObject({
      kind: 'operator',
      code: 'wrong-setting',
      action: expect.stringContaining('OROCRM_CA_FILE') as string,
    });
  });

  it('names the setting of a file that cannot be read', () => {
    expect(() =>
      connect({ credential: { ...clientOf(url), caFile: path.join(folder, 'none.pem') } }),
    ).toThrow(expect.objectContaining({ kind: 'operator', code: 'wrong-setting' }) as Error);
  });
});

describe('connections', () => {
  it('are kept for the next request and outlive a slow answer', async () => {
    const scripted = await startScripted((_request, count) => ({
      body: {},
      delayMs: count === 1 ? 4600 : 0,
    }));
    const http = new Http(clientOf(scripted.url), defaultHttpOptions);
    for (let count = 0; count < 3; count++) {
      const answer = await http.send({ method: 'GET', url: scripted.url, headers: {} });
      expect(answer.status).toBe(200);
    }
    http.close();
    await scripted.close();
    const ports = scripted.requests.map(({ port }) => port);
    expect(ports).toEqual([ports[0], ports[0], ports[0]]);
  });

  it('tell the status of each attempt, and 0 where no answer came', async () => {
    const statuses: number[] = [];
    const scripted = await startScripted((_request, count) => ({
      status: count === 1 ? 503 : 200,
      body: {},
    }));
    const http = new Http(clientOf(scripted.url), {
      ...defaultHttpOptions,
      onAnswer: (status) => statuses.push(status),
    });
    const get = { method: 'GET', url: scripted.url, headers: {} } as const;
    await http.send(get);
    await http.send(get);
    await scripted.close();
    await expect(http.send(get)).rejects.toMatchObject({ reason: 'unreachable' });
    http.close();
    expect(statuses.slice(0, 2)).toEqual([503, 200]);
    expect(new Set(statuses.slice(2))).toEqual(new Set([0]));
  });
});

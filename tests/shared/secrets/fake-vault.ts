import { SecretClient, type SecretClientOptions } from '@azure/keyvault-secrets';

interface Version {
  readonly id: string;
  readonly value: string;
  readonly created: number;
}

type HttpClient = NonNullable<SecretClientOptions['httpClient']>;
type PipelineRequest = Parameters<HttpClient['sendRequest']>[0];
type PipelineResponse = Awaited<ReturnType<HttpClient['sendRequest']>>;

/** Key Vault as its REST reference describes it, behind the real client, which is given this in place of a network. */
export class FakeVault {
  readonly url = 'https://vault.example.test';
  /** Answers this status to everything, when set. */
  failing: number | undefined;
  /** How often it was asked. */
  requests = 0;
  /** Whole seconds, as Key Vault has them. */
  now = 1_700_000_000;
  readonly #secrets = new Map<string, Version[]>();
  readonly #deleted = new Map<string, Version[]>();
  #versions = 0;

  client(): SecretClient {
    const credential = {
      getToken: () => Promise.resolve({ token: 'token', expiresOnTimestamp: Date.now() + 3_600_000 }),
    };
    return new SecretClient(this.url, credential, {
      httpClient: { sendRequest: (request) => Promise.resolve(this.#respond(request)) },
      disableChallengeResourceVerification: true,
      retryOptions: { maxRetries: 0 },
    });
  }

  names(): string[] {
    return [...this.#secrets.keys()];
  }

  #respond(request: PipelineRequest): PipelineResponse {
    const [status, body] = this.#answer(request);
    const Headers = request.headers.constructor as new (
      raw: Record<string, string>,
    ) => PipelineResponse['headers'];
    const raw: Record<string, string> = status === 401 ? { 'www-authenticate': challenge } : {};
    return {
      request,
      status,
      headers: new Headers({ 'content-type': 'application/json', ...raw }),
      bodyAsText: JSON.stringify(body),
    };
  }

  #answer(request: PipelineRequest): [number, unknown] {
    this.requests += 1;
    if (this.failing !== undefined) return [this.failing, error('Failing')];
    // The client first asks without a token to learn where to get one.
    if (request.headers.get('authorization') === undefined) return [401, error('Unauthorized')];
    const [kind = '', name = '', part = ''] = new URL(request.url).pathname.split('/').filter(Boolean);
    if (kind === 'deletedsecrets') return this.#recover(request.method, name);
    const versions = this.#secrets.get(name);
    if (request.method === 'PUT') return this.#set(name, bodyOf(request));
    if (versions === undefined) return [404, error('SecretNotFound')];
    if (request.method === 'DELETE') {
      this.#secrets.delete(name);
      this.#deleted.set(name, versions);
      return [
        200,
        { ...this.#bundle(name, versions.at(-1)), recoveryId: `${this.url}/deletedsecrets/${name}` },
      ];
    }
    if (part === 'versions') {
      return [
        200,
        { value: versions.map((version) => ({ ...this.#bundle(name, version), value: undefined })) },
      ];
    }
    const found = part === '' ? versions.at(-1) : versions.find(({ id }) => id === part);
    return found === undefined ? [404, error('SecretNotFound')] : [200, this.#bundle(name, found)];
  }

  #set(name: string, value: string): [number, unknown] {
    if (this.#deleted.has(name)) return [409, error('Conflict', 'ObjectIsDeletedButRecoverable')];
    this.#versions += 1;
    // Random in truth; these descend, so that a later version sorts first where only ids are compared.
    const id = String(0xffffff - this.#versions).padStart(32, '0');
    const version = { id, value, created: this.now };
    this.#secrets.set(name, [...(this.#secrets.get(name) ?? []), version]);
    return [200, this.#bundle(name, version)];
  }

  #recover(method: string, name: string): [number, unknown] {
    const versions = this.#deleted.get(name);
    if (method === 'POST' && versions !== undefined) {
      this.#deleted.delete(name);
      this.#secrets.set(name, versions);
      return [200, this.#bundle(name, versions.at(-1))];
    }
    return versions === undefined
      ? [404, error('SecretNotFound')]
      : [200, this.#bundle(name, versions.at(-1))];
  }

  #bundle(name: string, version: Version | undefined): Record<string, unknown> {
    return {
      id: `${this.url}/secrets/${name}/${version?.id ?? ''}`,
      value: version?.value,
      attributes: { enabled: true, created: version?.created, updated: version?.created },
    };
  }
}

const challenge =
  'Bearer authorization="https://login.example.test/tenant", resource="https://vault.azure.net"';

const error = (code: string, inner?: string): unknown => ({
  error: { code, message: code, ...(inner === undefined ? {} : { innererror: { code: inner } }) },
});

function bodyOf(request: PipelineRequest): string {
  const text = typeof request.body === 'string' ? request.body : '{}';
  return (JSON.parse(text) as { readonly value: string }).value;
}

import { apiUrl, credentialKey } from '../../../shared/orocrm/access';
import { clientOf } from './fixtures';

describe('the address of the API', () => {
  it.each([
    ['https://crm.example.com', '/api', 'https://crm.example.com/api'],
    ['https://crm.example.com/', 'api/', 'https://crm.example.com/api'],
    ['https://example.com/crm/', '/admin/api', 'https://example.com/crm/admin/api'],
    ['https://api.example.com', '', 'https://api.example.com'],
  ])('of %s with the prefix %s is %s', (url, apiPrefix, expected) => {
    expect(apiUrl({ url, apiPrefix })).toBe(expected);
  });
});

describe('the key of a credential', () => {
  const credential = clientOf('https://crm.example.com');

  it('is the same however the address is written, and whatever the secret is', () => {
    const key = credentialKey(credential);
    expect(credentialKey({ ...credential, url: 'https://CRM.example.com/' })).toBe(key);
    expect(credentialKey({ ...clientOf('https://crm.example.com'), clientSecret: 'renewed' } as never)).toBe(
      key,
    );
    expect(key).toMatch(/^[\w-]{22}$/);
  });

  it('differs by installation, kind and caller', () => {
    const { url, apiPrefix } = credential;
    const keys = [
      credential,
      clientOf('https://other.example.com'),
      clientOf(url, '/admin/api'),
      { ...credential, clientId: 'another' } as const,
      { url, apiPrefix, kind: 'wsse', username: 'the-client', apiKey: 'k' } as const,
      {
        url,
        apiPrefix,
        kind: 'password',
        clientId: 'the-client',
        clientSecret: '',
        username: 'u',
        password: '',
      } as const,
    ].map((each) => credentialKey(each as never));
    expect(new Set(keys).size).toBe(6);
  });
});

import { signedInCaller } from '../../../functions/http/principal';
import { encode, person, principalOf, roleType, type Claim } from './principals';

const claimNames = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';
const user: Claim = ['roles', 'Sync.User'];

describe('whom the platform signed in', () => {
  it.each([
    ['Sync.Admin', [['roles', 'Sync.Admin']], 'admin'],
    ['Sync.Admin, as the platform names the claim', [[roleType, 'Sync.Admin']], 'admin'],
    ['both roles', [user, ['roles', 'Sync.Admin']], 'admin'],
    ['Sync.User', [user], 'user'],
    ['Sync.User, as the platform names the claim', [[roleType, 'Sync.User']], 'user'],
    ['no role', [], 'none'],
    ['a role of another application', [['roles', 'Sync.Reader']], 'none'],
    ['a role in another case', [['roles', 'sync.admin']], 'none'],
    ['a role in a claim that holds none', [['groups', 'Sync.Admin']], 'none'],
    ['a name like a role', [['name', 'Sync.Admin']], 'none'],
  ] as readonly (readonly [string, readonly Claim[], string])[])('%s', (_, roles, role) => {
    const caller = signedInCaller(principalOf([...roles, ['preferred_username', 'ada@example.org']]));
    expect(caller?.role).toBe(role);
  });

  it.each([
    [[['preferred_username', 'Ada@Example.org']], 'ada@example.org'],
    [[['upn', 'ADA@example.org']], 'ada@example.org'],
    [[[`${claimNames}/upn`, 'ada@example.org']], 'ada@example.org'],
    [[[`${claimNames}/emailaddress`, 'ada@example.org']], 'ada@example.org'],
    // A mail address, which somebody may have chosen, adds nothing to the name that the directory gave.
    [
      [
        [`${claimNames}/emailaddress`, 'bob@example.org'],
        ['preferred_username', 'ada@example.org'],
      ],
      'ada@example.org',
    ],
    [[['name', 'ada@example.org']], undefined],
    [[['preferred_username', 'Ada Byron']], undefined],
    [[['preferred_username', 'ada_home.org#EXT#@example.org']], undefined],
    [[], undefined],
  ] as readonly (readonly [readonly Claim[], string | undefined])[])(
    'has the mailbox that the claims tell: %j',
    (claims, mailbox) => {
      expect(signedInCaller(principalOf([user, ...claims]))).toEqual({ role: 'user', mailbox });
    },
  );

  it.each([
    ['nothing', ''],
    ['no base64', '%%%'],
    ['no JSON', Buffer.from('Sync.Admin').toString('base64')],
    ['JSON that is not encoded', JSON.stringify({ auth_typ: 'aad', claims: [] })],
    ['a list', encode([])],
    ['no claims', encode({ auth_typ: 'aad' })],
    ['claims of another shape', encode({ auth_typ: 'aad', claims: [{ roles: ['Sync.Admin'] }] })],
    ['nobody who vouches for it', principalOf([['roles', 'Sync.Admin']], { auth_typ: '' })],
  ])('is nobody where the header is %s', (_, header) => {
    expect(signedInCaller(header)).toBeUndefined();
  });

  it('needs neither type of role nor of name', () => {
    const header = principalOf([['roles', 'Sync.Admin']], { role_typ: null, name_typ: undefined });
    expect(signedInCaller(header)).toEqual({ role: 'admin' });
    expect(signedInCaller(person('ada@example.org'))).toEqual({ role: 'none' });
  });
});

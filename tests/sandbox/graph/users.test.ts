import { at, failure, rows, startBench, stopAll, text, type Bench } from './harness';

let bench: Bench;
beforeEach(async () => void (bench = await startBench()));
afterEach(stopAll);

describe('tokens', () => {
  it.each([
    ['none', null],
    ['a wrong one', 'wrong'],
  ])('%s is refused', async (_case, token) => {
    const reply = await bench.send('GET', '/users', { token });
    expect(failure(reply)).toBe('401 InvalidAuthenticationToken');
    expect(reply.headers.get('www-authenticate')).toMatch(/^Bearer /);
    expect(text(reply.body, 'error', 'innerError', 'request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('expire, and come back', async () => {
    const set = (body: unknown): Promise<Response> =>
      fetch(`${bench.url}/_control/tokens`, { method: 'POST', body: JSON.stringify(body) });
    await set({ token: 't', expiresInSeconds: 60 });
    expect((await bench.send('GET', '/users', { token: 't' })).status).toBe(200);
    await set({ token: 't', expiresInSeconds: -1 });
    const late = await bench.send('GET', '/users', { token: 't' });
    expect(text(late.body, 'error', 'message')).toContain('expired');
    await set({ token: 't' });
    expect((await bench.send('GET', '/users', { token: 't' })).status).toBe(200);
    expect((await fetch(`${bench.url}/_control/tokens/t`, { method: 'DELETE' })).status).toBe(204);
    expect((await bench.send('GET', '/users', { token: 't' })).status).toBe(401);
  });
});

describe('a user', () => {
  it('is found by id and by user principal name whatever its case, not by mail', async () => {
    bench.human.createUser({ userPrincipalName: 'bob@example.com', mail: 'robert@example.com' });
    const byName = await bench.send('GET', '/users/BOB@example.com?$select=id,mail,accountEnabled');
    expect(byName.body).toEqual({
      '@odata.context': expect.any(String) as string,
      id: expect.any(String) as string,
      mail: 'robert@example.com',
      accountEnabled: true,
    });
    expect((await bench.send('GET', `/users/${text(byName.body, 'id')}`)).status).toBe(200);
    expect((await bench.send('GET', "/users('bob@example.com')")).status).toBe(200);
    expect(failure(await bench.send('GET', '/users/robert@example.com'))).toBe(
      '404 Request_ResourceNotFound',
    );
    expect(failure(await bench.send('GET', '/users/bob@example.com?$select=birth'))).toBe('400 BadRequest');
  });

  it('is listed in pages, filtered by equality only', async () => {
    for (const name of ['b', 'c', 'd', 'e']) {
      bench.human.createUser({ userPrincipalName: `${name}@example.com`, mail: `${name}@mail.example.com` });
    }
    const names: unknown[] = [];
    let next: unknown = '/users?$top=2&$select=userPrincipalName';
    while (typeof next === 'string') {
      const { body } = await bench.send('GET', next);
      expect(rows(body).length).toBeLessThanOrEqual(2);
      names.push(...rows(body).map((row) => row['userPrincipalName']));
      next = at(body, '@odata.nextLink');
    }
    expect(names.sort()).toEqual(['ada', 'b', 'c', 'd', 'e'].map((name) => `${name}@example.com`));
    const find = (filter: string): ReturnType<Bench['send']> =>
      bench.send('GET', `/users?$select=mail&$filter=${encodeURIComponent(filter)}`);
    const found = await find("mail eq 'B@mail.example.com' or userPrincipalName eq 'c@example.com'");
    expect(rows(found.body)).toHaveLength(2);
    expect(rows((await find("mail eq 'b@mail.example.com' and accountEnabled eq false")).body)).toEqual([]);
    for (const filter of ["startswith(mail,'b')", "mail ne 'b'", "jobTitle eq 'x'", "not (mail eq 'b')"]) {
      expect(failure(await find(filter))).toBe('400 Request_UnsupportedQuery');
    }
  });
});

describe('a mailbox', () => {
  it('has settings', async () => {
    bench.human.changeUser('ada@example.com', { mailbox: { timeZone: 'W. Europe Standard Time' } });
    const whole = await bench.send('GET', `${bench.ada}/mailboxSettings`);
    expect(whole.body).toMatchObject({ timeZone: 'W. Europe Standard Time', userPurpose: 'user' });
    const one = await bench.send('GET', `${bench.ada}/mailboxSettings/timeZone`);
    expect(at(one.body, 'value')).toBe('W. Europe Standard Time');
  });

  it('may not be there, or not in scope, though the user has a mail address', async () => {
    bench.human.createUser({ userPrincipalName: 'no@example.com', mail: 'no@example.com', mailbox: null });
    const none = await bench.send('GET', '/users/no@example.com/contacts');
    expect(failure(none)).toBe('404 MailboxNotEnabledForRESTAPI');
    bench.human.changeUser('ada@example.com', { mailbox: { inScope: false } });
    const out = await bench.send('GET', `${bench.ada}/mailboxSettings`);
    expect(failure(out)).toBe('403 ErrorAccessDenied');
    expect(text(out.body, 'error', 'message')).toContain('Access to OData is disabled');
    expect((await bench.send('GET', bench.ada)).status).toBe(200);
    expect(failure(await bench.send('GET', '/users/nobody/contacts'))).toBe('404 ResourceNotFound');
  });

  it('shows no mail to an application without that permission', async () => {
    expect(failure(await bench.send('GET', `${bench.ada}/mailFolders/deleteditems`))).toBe(
      '403 ErrorAccessDenied',
    );
  });
});

describe('contact folders', () => {
  it('are listed without the default one, which answers by its id', async () => {
    const suppliers = bench.human.createFolder('ada@example.com', 'Suppliers');
    const inner = bench.human.createFolder('ada@example.com', 'Old', suppliers.path);
    const list = await bench.send('GET', `${bench.ada}/contactFolders?$select=displayName`);
    expect(rows(list.body)).toEqual([{ id: suppliers.id, displayName: 'Suppliers' }]);
    const children = await bench.send('GET', `${bench.ada}/contactFolders/${suppliers.id}/childFolders`);
    expect(rows(children.body)).toEqual([{ id: inner.id, displayName: 'Old', parentFolderId: suppliers.id }]);
    const contact = bench.human.createContact('ada@example.com', { surname: 'x' });
    const home = text(contact.contact, 'parentFolderId');
    const read = await bench.send('GET', `${bench.ada}/contactFolders/${home}`);
    expect(at(read.body, 'displayName')).toBe('Contacts');
    const nested = `${bench.ada}/contactFolders/${suppliers.id}/childFolders/${inner.id}/contacts`;
    const made = await bench.send('POST', nested, { body: { surname: 'y' } });
    expect([made.status, at(made.body, 'parentFolderId')]).toEqual([201, inner.id]);
    expect(rows((await bench.send('GET', nested)).body)).toHaveLength(1);
    const id = text(made.body, 'id');
    expect((await bench.send('GET', `${bench.ada}/contacts/${id}`)).status).toBe(200);
    const wrong = `${bench.ada}/contactFolders/${suppliers.id}/contacts/${id}`;
    expect(failure(await bench.send('GET', wrong))).toBe('404 ErrorItemNotFound');
  });

  it('hide Deleted Items and what is no folder', async () => {
    const bin = bench.human.folders('ada@example.com').find(({ path }) => path === 'Deleted Items');
    for (const id of [bin?.id ?? '', 'contacts', 'x']) {
      const reply = await bench.send('GET', `${bench.ada}/contactFolders/${id}/contacts`);
      expect(failure(reply)).toBe('404 ErrorItemNotFound');
    }
  });

  it('are made, renamed and deleted', async () => {
    const path = `${bench.ada}/contactFolders`;
    const made = await bench.send('POST', path, { body: { displayName: 'New' } });
    const id = text(made.body, 'id');
    expect(failure(await bench.send('POST', path, { body: { displayName: 'new' } }))).toBe(
      '409 ErrorFolderExists',
    );
    expect(failure(await bench.send('POST', path, { body: { name: 'x' } }))).toBe('400 RequestBodyRead');
    const renamed = await bench.send('PATCH', `${path}/${id}`, { body: { displayName: 'Newer' } });
    expect(at(renamed.body, 'displayName')).toBe('Newer');
    bench.human.createContact('ada@example.com', { surname: 'x' }, 'Contacts/Newer');
    expect((await bench.send('DELETE', `${path}/${id}`)).status).toBe(204);
    expect(rows((await bench.send('GET', path)).body)).toEqual([]);
    expect(bench.human.contacts('ada@example.com')).toMatchObject([{ deleted: true }]);
    bench.changeSettings({ deletedItemsReadable: false });
    expect(failure(await bench.send('GET', `${path}/${id}/contacts`))).toBe('404 ErrorItemNotFound');
  });
});

describe('what is not there', () => {
  it.each([
    ['GET', '/nothing', '400 BadRequest'],
    ['GET', '/users/x/nothing/at/all', '400 BadRequest'],
    ['POST', '/users', '405 ErrorInvalidRequest'],
    ['DELETE', '/users/x/contacts', '405 ErrorInvalidRequest'],
  ])('%s %s', async (method, path, expected) => {
    expect(failure(await bench.send(method, path))).toBe(expected);
  });

  it('another version', async () => {
    expect(failure(await bench.send('GET', `${bench.url}/beta/users`))).toBe('400 BadRequest');
  });
});

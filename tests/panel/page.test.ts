import { panelPage } from '../../panel/page';

test('a sign-in is offered where the platform has one, and nowhere else', () => {
  expect(panelPage(true)).toContain('href="/.auth/login/aad?post_login_redirect_uri=/api/panel"');
  expect(panelPage(false)).not.toContain('/.auth/');
  // The key is asked for in both.
  for (const signIn of [true, false])
    expect(panelPage(signIn)).toContain('<input type="password" name="key"');
});

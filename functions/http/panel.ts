import { panelPage } from '../../panel/page';
import { panelScript } from '../../panel/script';
import { panelStyle } from '../../panel/style';
import type { Services } from '../services';
import { register } from './route';

/** Nothing but its own files, and no other page may frame it. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-ancestors 'none'";

const files = (signIn: boolean) =>
  [
    { name: 'panel', route: 'panel', type: 'text/html', body: panelPage(signIn) },
    { name: 'panel-style', route: 'panel/style.css', type: 'text/css', body: panelStyle },
    { name: 'panel-script', route: 'panel/script.js', type: 'text/javascript', body: panelScript },
  ] as const;

/** `GET /panel`: the page. It holds no data; what it shows it asks the API for, as whoever looks at it. */
export function registerPanel(services: Services): void {
  for (const { name, route, type, body } of files(services.config.http.platformAuthentication)) {
    register(services, {
      name,
      methods: ['GET'],
      route,
      access: 'anyone',
      handle: () =>
        Promise.resolve({
          headers: {
            'content-type': `${type}; charset=utf-8`,
            'content-security-policy': policy,
            'x-content-type-options': 'nosniff',
            'referrer-policy': 'no-referrer',
          },
          body,
        }),
    });
  }
}

import type { Services } from '../services';
import { notFound } from './answer';
import { json, param, register } from './route';

/** `GET /alerts` and `POST /alerts/{id}/dismiss`. Mailboxes that show no alerts are left out. */
export function registerAlerts(services: Services): void {
  const { ports } = services;
  register(services, {
    name: 'alerts',
    methods: ['GET'],
    route: 'alerts',
    handle: async () => {
      const alerts = await ports.alerts.list();
      const install = await ports.settings.install();
      const shown = await Promise.all(
        alerts.map(async ({ mailbox }) =>
          mailbox === undefined ? install.showAlerts : (await ports.settings.mailbox(mailbox)).showAlerts,
        ),
      );
      return json(alerts.filter((_, index) => shown[index]));
    },
  });
  register(services, {
    name: 'alert-dismiss',
    methods: ['POST'],
    route: 'alerts/{id}/dismiss',
    handle: async (request) => {
      if (!(await ports.alerts.dismiss(param(request, 'id')))) throw notFound('alert');
      return { status: 204 };
    },
  });
}

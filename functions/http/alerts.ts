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
    access: 'own-mailbox',
    handle: async (_request, reach) => {
      const alerts = (await ports.alerts.list()).filter(({ mailbox }) => reach.includes(mailbox));
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
    access: 'own-mailbox',
    handle: async (request, reach) => {
      const { id } = reach.own(await ports.alerts.load(param(request, 'id')), 'alert');
      if (!(await ports.alerts.dismiss(id))) throw notFound('alert');
      return { status: 204 };
    },
  });
}

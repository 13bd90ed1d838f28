import {
  changeSettings,
  checkSettings,
  describeSettings,
  resolveSettings,
} from '../../shared/config/settings';
import type { Services } from '../services';
import { HttpProblem } from './answer';
import { json, readJson, register } from './route';

const maxClashes = 5;

/** `GET` and `PUT /settings`: the installation level. A PUT with any fault saves nothing. */
export function registerSettings(services: Services): void {
  const { config, installSettings } = services;
  const describe = async () =>
    describeSettings(
      resolveSettings({ environment: config.settings, install: (await installSettings.load()).value }),
    );
  register(services, {
    name: 'settings',
    methods: ['GET'],
    route: 'settings',
    access: 'signed-in',
    handle: async () => json(await describe()),
  });
  register(services, {
    name: 'settings-change',
    methods: ['PUT'],
    route: 'settings',
    access: 'admin',
    handle: async (request) => {
      const change = checkedSettings(await readJson(request), 'install');
      for (let clash = 0; clash < maxClashes; clash += 1) {
        const { value, etag } = await installSettings.load();
        if ((await installSettings.save(changeSettings(value, change), etag)) !== undefined) {
          return json(await describe());
        }
      }
      throw new HttpProblem(
        409,
        'changed-meanwhile',
        'The settings are being changed by somebody else; try again.',
      );
    },
  });
}

/** @throws HttpProblem 400 whose details name each fault */
export function checkedSettings(body: unknown, level: 'install' | 'mailbox') {
  const checked = checkSettings(body, level);
  if (checked.ok) return checked.change;
  throw new HttpProblem(
    400,
    'wrong-setting',
    'Some settings are wrong; nothing was saved.',
    checked.faults.map(({ message }) => message),
  );
}

import type { HttpRequest } from '@azure/functions';
import { changeSettings, describeSettings, resolveSettings } from '../../shared/config/settings';
import { configureMailbox } from '../../shared/sync/configure-mailbox';
import { forgetMailbox } from '../../shared/sync/forget-mailbox';
import type { Mailbox } from '../../shared/sync/ports/mailboxes';
import { startRemoval } from '../../shared/sync/runs/start-removal';
import type { Services } from '../services';
import { parseAddress } from './address';
import { HttpProblem, notFound } from './answer';
import { mailboxBody, toOrocrmInput } from './mailbox-body';
import { parseBody } from './parse-body';
import { json, param, readJson, register, runStarted } from './route';
import { checkedSettings } from './settings';

/** `GET /mailboxes`, and `GET`, `PUT`, `DELETE /mailboxes/{address}`. Secrets go in and never come out. */
export function registerMailboxes(services: Services): void {
  const { ports } = services;
  register(services, {
    name: 'mailboxes',
    methods: ['GET'],
    route: 'mailboxes',
    handle: async () => {
      const mailboxes = await ports.mailboxes.list();
      return json(await Promise.all(mailboxes.map((mailbox) => describe(services, mailbox))));
    },
  });
  register(services, {
    name: 'mailbox',
    methods: ['GET'],
    route: 'mailboxes/{address}',
    handle: async (request) => {
      const stored = await ports.mailboxes.load(parseAddress(param(request, 'address')));
      if (!stored) throw notFound('mailbox');
      return json(await describe(services, stored.value));
    },
  });
  register(services, {
    name: 'mailbox-change',
    methods: ['PUT'],
    route: 'mailboxes/{address}',
    handle: async (request) => {
      const address = parseAddress(param(request, 'address'));
      const body = parseBody(mailboxBody, await readJson(request));
      const known = (await ports.mailboxes.load(address))?.value;
      const input = body.orocrm && toOrocrmInput(body.orocrm);
      const orocrm = input?.reference ?? known?.orocrm;
      if (!orocrm) throw new HttpProblem(400, 'invalid-body', 'A new mailbox needs "orocrm".');
      const change = checkedSettings(body.settings ?? {}, 'mailbox');
      const saved = await configureMailbox(
        ports,
        (trial) => services.connections.test(trial),
        {
          address,
          orocrm,
          timeZone: body.timeZone ?? known?.timeZone ?? '',
          settings: changeSettings(known?.settings ?? {}, change),
        },
        input?.secret && JSON.stringify(input.secret),
      );
      return json(await describe(services, saved), known ? 200 : 201);
    },
  });
  register(services, {
    name: 'mailbox-delete',
    methods: ['DELETE'],
    route: 'mailboxes/{address}',
    handle: async (request) => {
      const address = parseAddress(param(request, 'address'));
      if (readRemoveMarks(request)) {
        const runId = await startRemoval(ports, address);
        if (runId === undefined) throw notFound('mailbox');
        return runStarted(request, runId);
      }
      if (!(await forgetMailbox(ports, address))) throw notFound('mailbox');
      return { status: 204 };
    },
  });
}

/** @throws HttpProblem 400 for what is neither true nor false. */
function readRemoveMarks({ query }: HttpRequest): boolean {
  const given = query.get('removeMarks') ?? 'false';
  if (given === 'true' || given === 'false') return given === 'true';
  throw new HttpProblem(400, 'invalid-query', 'removeMarks is true or false.');
}

async function describe({ config, installSettings }: Services, mailbox: Mailbox) {
  const { url, ...orocrm } = mailbox.orocrm;
  const settings = resolveSettings({
    environment: config.settings,
    install: (await installSettings.load()).value,
    mailbox: mailbox.settings,
  });
  return {
    address: mailbox.address,
    orocrm: { ...orocrm, ...(url === '' ? {} : { url }) },
    timeZone: mailbox.timeZone,
    settings: describeSettings(settings),
    createdAt: mailbox.createdAt,
    held: mailbox.held === '' ? null : mailbox.held,
  };
}

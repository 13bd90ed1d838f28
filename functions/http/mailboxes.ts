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

/**
 * What of a mailbox's `orocrm` is not a user's own to say: with the service credential a `userId` opens another
 * person's records, and a `url` leads elsewhere.
 */
const administratorsOrocrm = ['url', 'userId', 'calendarId'];

/** `GET /mailboxes`, and `GET`, `PUT`, `DELETE /mailboxes/{address}`. Secrets go in and never come out. */
export function registerMailboxes(services: Services): void {
  const { ports } = services;
  register(services, {
    name: 'mailboxes',
    methods: ['GET'],
    route: 'mailboxes',
    access: 'own-mailbox',
    handle: async (_request, reach) => {
      const mailboxes = (await ports.mailboxes.list()).filter(({ address }) => reach.includes(address));
      return json(await Promise.all(mailboxes.map((mailbox) => describe(services, mailbox))));
    },
  });
  register(services, {
    name: 'mailbox',
    methods: ['GET'],
    route: 'mailboxes/{address}',
    access: 'own-mailbox',
    handle: async (request, reach) => {
      const stored = await ports.mailboxes.load(reach.named(parseAddress(param(request, 'address'))));
      if (!stored) throw notFound('mailbox');
      return json(await describe(services, stored.value));
    },
  });
  register(services, {
    name: 'mailbox-change',
    methods: ['PUT'],
    route: 'mailboxes/{address}',
    access: 'own-mailbox',
    handle: async (request, reach) => {
      const address = reach.named(parseAddress(param(request, 'address')));
      const body = parseBody(mailboxBody, await readJson(request));
      const known = (await ports.mailboxes.load(address))?.value;
      // Who is synchronised is an administrator's word: a first sync may delete, and a removed mailbox stays removed.
      if (!known && !reach.everything) throw notFound('mailbox');
      reach.reserve(body.orocrm ?? {}, administratorsOrocrm);
      // A user cannot set the address of OroCRM, so a new credential of a user's leaves it as it is.
      const url = reach.everything ? '' : (known?.orocrm.url ?? '');
      const input = body.orocrm && toOrocrmInput({ url, ...body.orocrm });
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
    access: 'admin',
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

import type { GraphAnswer, Route, RouteContext } from '../http/route';
import { itemNotFound } from '../errors';
import { readQuery } from '../odata/query';
import type { Entity } from '../odata/select';
import { applySelect, readSelect } from '../odata/select';
import type { GraphState } from '../state/graph-state';
import { mailboxContext, mailboxOf, type MailboxUser } from './mailbox-access';

const TYPE = {
  name: 'mailboxSettings',
  properties: ['timeZone', 'dateFormat', 'timeFormat', 'userPurpose', 'language', 'workingHours'],
};

/** The mailbox's own settings: time zone by Windows or IANA name, language (reference: Graph 6). */
export function mailboxSettingsRoutes(state: GraphState): Route[] {
  const path = '/users/:user/mailboxSettings';
  return [
    { method: 'GET', path, mailbox: true, handle: (context) => readAll(state, context) },
    {
      method: 'GET',
      path: `${path}/:property`,
      mailbox: true,
      handle: (context) => readOne(state, context),
    },
  ];
}

function render({ mailbox }: MailboxUser): Entity {
  return {
    timeZone: mailbox.timeZone,
    dateFormat: 'M/d/yyyy',
    timeFormat: 'h:mm tt',
    userPurpose: mailbox.userPurpose,
    language: { locale: mailbox.language, displayName: mailbox.language },
    workingHours: {
      daysOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
      startTime: '08:00:00.0000000',
      endTime: '17:00:00.0000000',
      timeZone: { name: mailbox.timeZone },
    },
  };
}

function readAll(state: GraphState, { request, params }: RouteContext): GraphAnswer {
  const select = readSelect(readQuery(request.query, ['$select']).$select, TYPE);
  const user = mailboxOf(state, params['user']);
  return {
    status: 200,
    body: {
      '@odata.context': `${request.origin}/v1.0/$metadata#${mailboxContext(user)}/mailboxSettings`,
      ...applySelect(render(user), select),
    },
  };
}

function readOne(state: GraphState, { request, params }: RouteContext): GraphAnswer {
  readQuery(request.query, []);
  const user = mailboxOf(state, params['user']);
  const property = params['property'] ?? '';
  const value = render(user)[property];
  if (value === undefined) throw itemNotFound();
  const context = `${request.origin}/v1.0/$metadata#${mailboxContext(user)}/mailboxSettings/${property}`;
  return { status: 200, body: { '@odata.context': context, value } };
}

import { CONTACT_TYPE } from '../contact/properties';
import { renderContact } from '../contact/render';
import { GraphError, badQuery } from '../errors';
import type { GraphAnswer, Route, RouteContext } from '../http/route';
import { readToken, syncStateNotFound, writeToken, type DeltaPosition } from '../odata/delta-token';
import { linkWith } from '../odata/paging';
import { readQuery } from '../odata/query';
import { applySelect, readSelect, type Entity } from '../odata/select';
import { idOf } from '../state/identity';
import type { GraphState } from '../state/graph-state';
import { QuirkCounter, readDeltaPage, type DeltaEntry } from '../state/read-delta';
import type { ContactValues } from '../contact/properties';
import { CONTACT_PARENTS, contactPlace, type ContactPlace } from './contact-paths';

const DEFAULT_PAGE = 10;
const LARGEST_PAGE = 1000;
const TYPE = '#microsoft.graph.contact';

/** Change tracking, one cursor per folder (reference: Graph 1.3). */
export function contactDeltaRoutes(state: GraphState): Route[] {
  const quirks = new QuirkCounter();
  return CONTACT_PARENTS.map((parent) => ({
    method: 'GET',
    path: `${parent}/contacts/delta`,
    mailbox: true,
    handle: (context) => readDelta(state, quirks, context),
  }));
}

function readDelta(state: GraphState, quirks: QuirkCounter, context: RouteContext): GraphAnswer {
  const { request, prefer } = context;
  const place = contactPlace(state, context);
  if (!place.folderNamed && !state.settings.rootContactsDelta) {
    throw new GraphError(400, 'ErrorInvalidRequest', 'Change tracking is not supported on this resource.');
  }
  const position = startOf(state, place, context);
  const { settings } = state;
  const page = readDeltaPage(
    { items: state.contacts, folder: place.folder.id, feed: state.contacts.feed(place.folder.id) },
    position,
    state.sequence.version,
    {
      size: Math.min(prefer.maxPageSize ?? DEFAULT_PAGE, LARGEST_PAGE),
      quirks: quirks.next(settings),
      hidesUnselected: settings.deltaSelectHidesChanges,
    },
  );
  const value = page.entries.map((entry) => render(entry, place, position, prefer.immutableIds));
  const drop = ['$skiptoken', '$deltatoken', '$select'];
  const generation = state.generation(place.user.id);
  const next: DeltaPosition =
    page.sent === undefined
      ? { ...withoutPage(position), kind: 'delta', generation: generation.delta, since: page.upTo }
      : { ...position, kind: 'skip', generation: generation.skip, upTo: page.upTo, sent: page.sent };
  const link =
    page.sent === undefined
      ? { '@odata.deltaLink': linkWith(request, { $deltatoken: writeToken(next) }, drop) }
      : { '@odata.nextLink': linkWith(request, { $skiptoken: writeToken(next) }, drop) };
  return {
    status: 200,
    body: {
      '@odata.context': `${request.origin}/v1.0/$metadata#Collection(contact)`,
      ...link,
      value,
    },
  };
}

function withoutPage({ scope, kind, generation, since, select }: DeltaPosition): DeltaPosition {
  return { scope, kind, generation, since, ...(select !== undefined && { select }) };
}

/** Where the round stands: at its beginning, or where the link says. */
function startOf(
  state: GraphState,
  { user, folder }: ContactPlace,
  { request }: RouteContext,
): DeltaPosition {
  if (/(^|&)(\$|%24)expand=/i.test(request.query)) {
    // Not refused but broken, as reported (GD 2270, GD 1993, DCI 7929).
    throw new GraphError(500, 'ErrorInternalServerError', 'Value cannot be null. Parameter name: type');
  }
  const options = readQuery(request.query, ['$select', '$skiptoken', '$deltatoken']);
  const { $skiptoken: skip, $deltatoken: delta } = options;
  const scope = `${user.id} ${folder.number}`;
  const generation = state.generation(user.id);
  if (skip === undefined && delta === undefined) {
    const select = readSelect(options.$select, CONTACT_TYPE);
    return {
      scope,
      kind: 'delta',
      generation: generation.delta,
      since: 0,
      ...(select !== undefined && { select: [...select] }),
    };
  }
  if (skip !== undefined && delta !== undefined) throw badQuery('A request carries one token only.');
  const kind = skip === undefined ? 'delta' : 'skip';
  const position = readToken(skip ?? delta ?? '', { scope, kind });
  if (position.generation !== generation[kind]) throw syncStateNotFound(position.generation);
  return position;
}

function render(
  entry: DeltaEntry<ContactValues>,
  { user, folder }: ContactPlace,
  { select }: DeltaPosition,
  immutable: boolean,
): Entity {
  switch (entry.kind) {
    case 'live':
      return {
        '@odata.type': TYPE,
        ...applySelect(renderContact(entry.item, folder, immutable), select),
      };
    case 'removed': {
      const gone = { mailbox: user.id, number: entry.removal.number };
      return {
        '@odata.type': TYPE,
        id: idOf(gone, folder, immutable),
        '@removed': { reason: entry.removal.reason },
      };
    }
  }
}

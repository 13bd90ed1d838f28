import { contactPredicate } from '../contact/filter';
import { NO_VALUES, type ContactValues } from '../contact/properties';
import { readContactBody } from '../contact/read-body';
import { renderContact } from '../contact/render';
import { readContactView, viewContact } from '../contact/view';
import { badQuery, GraphError, itemNotFound } from '../errors';
import type { GraphAnswer, Route, RouteContext } from '../http/route';
import { immutableId, itemId, itemNumber } from '../ids';
import { applyOrderBy, readOrderBy, type Order } from '../odata/order-by';
import { linkWith } from '../odata/paging';
import { readNumber, readQuery } from '../odata/query';
import { etagOf } from '../state/identity';
import { discardItem } from '../state/discard';
import type { GraphState } from '../state/graph-state';
import type { Folder } from '../state/folders';
import type { Item } from '../state/items';
import { CONTACT_PARENTS, contactPlace, type ContactPlace } from './contact-paths';
import { checkIfMatch } from './if-match';
import { mailboxContext } from './mailbox-access';

const DEFAULT_PAGE = 10;
const SORTABLE = ['displayName', 'givenName', 'surname', 'createdDateTime', 'lastModifiedDateTime'];

interface Found {
  readonly item: Item<ContactValues>;
  readonly folder: Folder;
}

/** The contact operations below every parent path (reference: Graph 1). */
export function contactRoutes(state: GraphState): Route[] {
  const operations = new ContactOperations(state);
  return CONTACT_PARENTS.flatMap((parent): Route[] => {
    const list = `${parent}/contacts`;
    const one = `${list}/:contact`;
    return [
      { method: 'GET', path: list, mailbox: true, handle: (context) => operations.list(context) },
      { method: 'POST', path: list, mailbox: true, handle: (context) => operations.create(context) },
      { method: 'GET', path: one, mailbox: true, handle: (context) => operations.read(context) },
      { method: 'PATCH', path: one, mailbox: true, handle: (context) => operations.update(context) },
      { method: 'DELETE', path: one, mailbox: true, handle: (context) => operations.delete(context) },
      {
        method: 'POST',
        path: `${one}/permanentDelete`,
        mailbox: true,
        handle: (context) => operations.deleteForGood(context),
      },
    ];
  });
}

class ContactOperations {
  readonly #state: GraphState;

  constructor(state: GraphState) {
    this.#state = state;
  }

  list(context: RouteContext): GraphAnswer {
    const { request, prefer } = context;
    const options = readQuery(request.query, [
      '$select',
      '$expand',
      '$filter',
      '$orderby',
      '$top',
      '$skip',
      '$count',
    ]);
    const place = contactPlace(this.#state, context);
    const view = readContactView(options);
    const orders = readOrderBy(options.$orderby, SORTABLE);
    if (orders !== undefined && options.$filter !== undefined) {
      throw new GraphError(400, 'InefficientFilter', 'The restriction or sort order is too complex.');
    }
    if (options.$count !== undefined && !['true', 'false'].includes(options.$count)) {
      throw badQuery(`Invalid value '${options.$count}' for $count query option found.`);
    }
    const size =
      readNumber(options, '$top', { min: 1, max: 1000 }) ??
      Math.min(prefer.maxPageSize ?? DEFAULT_PAGE, 1000);
    const skip = readNumber(options, '$skip', { min: 0, max: 1_000_000 }) ?? 0;
    const keep = options.$filter === undefined ? undefined : contactPredicate(options.$filter);
    const page = this.#page(place.folder, { keep, orders, skip, size });
    return {
      status: 200,
      body: {
        '@odata.context': this.#context(place, context),
        ...(options.$count === 'true' && { '@odata.count': page.total }),
        value: page.items.map((item) => viewContact(item, place.folder, view, prefer.immutableIds)),
        ...(skip + size < page.total && {
          '@odata.nextLink': linkWith(request, { $skip: String(skip + size) }),
        }),
      },
    };
  }

  /** A page of a folder; the whole of it is looked at only where it has to be filtered or sorted. */
  #page(
    folder: Folder,
    query: {
      keep: ((item: Item<ContactValues>) => boolean) | undefined;
      orders: readonly Order[] | undefined;
      skip: number;
      size: number;
    },
  ): { items: readonly Item<ContactValues>[]; total: number } {
    const { keep, orders, skip, size } = query;
    const { contacts } = this.#state;
    if (keep === undefined && orders === undefined) return contacts.slice(folder.id, skip, skip + size);
    const all = contacts.inFolder(folder.id);
    const kept = keep === undefined ? all : all.filter(keep);
    const sorted =
      orders === undefined ? kept : applyOrderBy(kept, orders, (item) => renderContact(item, folder, true));
    return { items: sorted.slice(skip, skip + size), total: sorted.length };
  }

  create(context: RouteContext): GraphAnswer {
    readQuery(context.request.query, []);
    const place = contactPlace(this.#state, context);
    const content = readContactBody(
      context.request.body,
      { values: NO_VALUES, extended: [] },
      'create',
      this.#state.settings,
    );
    const item = this.#state.contacts.create(place.user.id, place.folder.id, content);
    const answer = this.#whole(place, { item, folder: place.folder }, context);
    const id = itemId(place.user.id, place.folder.number, item.number);
    const location = `${context.request.origin}/v1.0/${mailboxContext(place.user)}/contacts('${id}')`;
    return { status: 201, headers: { ...answer.headers, Location: location }, body: answer.body };
  }

  read(context: RouteContext): GraphAnswer {
    const view = readContactView(readQuery(context.request.query, ['$select', '$expand']));
    const place = contactPlace(this.#state, context);
    const { item, folder } = this.#find(place, context);
    return {
      status: 200,
      headers: { ETag: etagOf(item) },
      body: {
        '@odata.context': `${this.#context(place, context)}/$entity`,
        ...viewContact(item, folder, view, context.prefer.immutableIds),
      },
    };
  }

  update(context: RouteContext): GraphAnswer {
    readQuery(context.request.query, []);
    const place = contactPlace(this.#state, context);
    const { item, folder } = this.#find(place, context);
    checkIfMatch(this.#state.settings, item, context.request);
    const change = readContactBody(context.request.body, item, 'update', this.#state.settings);
    const updated = this.#state.contacts.update(item, change);
    return this.#whole(place, { item: updated, folder }, context);
  }

  delete(context: RouteContext): GraphAnswer {
    readQuery(context.request.query, []);
    const { item } = this.#find(contactPlace(this.#state, context), context);
    checkIfMatch(this.#state.settings, item, context.request);
    discardItem(this.#state, this.#state.contacts, item);
    return { status: 204 };
  }

  deleteForGood(context: RouteContext): GraphAnswer {
    readQuery(context.request.query, []);
    const { item } = this.#find(contactPlace(this.#state, context), context);
    this.#state.contacts.remove(item);
    return { status: 204 };
  }

  /** The whole contact without extended properties, as POST and PATCH answer (reference: Graph 1.2). */
  #whole(place: ContactPlace, { item, folder }: Found, context: RouteContext): GraphAnswer {
    return {
      status: 200,
      headers: { ETag: etagOf(item) },
      body: {
        '@odata.context': `${this.#context(place, context)}/$entity`,
        ...renderContact(item, folder, context.prefer.immutableIds),
      },
    };
  }

  #find({ user, folder: place, folderNamed }: ContactPlace, { params }: RouteContext): Found {
    const id = params['contact'] ?? '';
    const number = itemNumber(id);
    if (number === undefined) throw new GraphError(400, 'ErrorInvalidIdMalformed', 'Id is malformed.');
    const item = this.#state.contacts.get(number);
    if (item?.mailbox !== user.id || (folderNamed && item.folder !== place.id)) throw itemNotFound();
    const folder = this.#state.folders.get(user.id, item.folder);
    if (folder === undefined) throw itemNotFound();
    // Ids are compared as they are, capitals included; one of a former folder is no longer the item's.
    if (id !== immutableId(user.id, number) && id !== itemId(user.id, folder.number, number)) {
      throw itemNotFound();
    }
    if (this.#state.folders.isDeleted(folder) && !this.#state.settings.deletedItemsReadable) {
      throw itemNotFound();
    }
    return { item, folder };
  }

  #context({ user, folder, folderNamed }: ContactPlace, { request }: RouteContext): string {
    const below = folderNamed ? `/contactFolders('${encodeURIComponent(folder.id)}')` : '';
    return `${request.origin}/v1.0/$metadata#${mailboxContext(user)}${below}/contacts`;
  }
}

import { CONTACT_TYPE } from '../contact/properties';
import { renderContact } from '../contact/render';
import { GraphError } from '../errors';
import type { GraphAnswer, Route, RouteContext } from '../http/route';
import { applySelect } from '../odata/select';
import type { GraphState } from '../state/graph-state';
import { idOf } from '../state/identity';
import { QuirkCounter } from '../state/read-delta';
import { CONTACT_PARENTS, contactPlace } from './contact-paths';
import { answerDelta } from './delta-round';

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
  const { user, folder, folderNamed } = contactPlace(state, context);
  if (!folderNamed && !state.settings.rootContactsDelta) {
    throw new GraphError(400, 'ErrorInvalidRequest', 'Change tracking is not supported on this resource.');
  }
  if (/(^|&)(\$|%24)expand=/i.test(request.query)) {
    // Not refused but broken, as reported (GD 2270, GD 1993, DCI 7929).
    throw new GraphError(500, 'ErrorInternalServerError', 'Value cannot be null. Parameter name: type');
  }
  return answerDelta(state, quirks, context, {
    items: state.contacts,
    folder: folder.id,
    mailbox: user.id,
    scope: `${user.id} ${folder.number}`,
    type: CONTACT_TYPE,
    options: ['$select'],
    render: (item, { select }) => applySelect(renderContact(item, folder, prefer.immutableIds), select),
    idOf: (number) => idOf({ mailbox: user.id, number }, folder, prefer.immutableIds),
  });
}

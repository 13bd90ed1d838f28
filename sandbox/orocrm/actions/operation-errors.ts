import { operationErrors } from '../batch/operations';
import type { Entity } from '../model/entity';
import { documentOf, type ActionContext, type ApiAnswer } from './context';
import { pagesOnly } from './pages-only';

/** `GET /api/asyncoperations/{id}/errors` */
export function answerErrors(context: ActionContext, operation: Entity): ApiAnswer {
  const { pageSize, pageNumber } = context.options.list(context.query, pagesOnly);
  const errors = operationErrors(operation);
  const start = pageSize === -1 ? 0 : (pageNumber - 1) * pageSize;
  const rows = pageSize === -1 ? errors : errors.slice(start, start + pageSize);
  return {
    status: 200,
    headers: context.wanted.has('totalCount') ? { 'X-Include-Total-Count': String(errors.length) } : {},
    body: documentOf(rows, [], undefined),
  };
}

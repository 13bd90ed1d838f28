/** An answer that is an error, in Graph's terms (reference: Graph 4.3). */
export class GraphError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** 400 for a body that is not of the type's shape. */
export function badBody(message: string): GraphError {
  return new GraphError(400, 'RequestBodyRead', message);
}

/** 400 for a well-shaped body that the mailbox refuses. */
export function badValue(message: string): GraphError {
  return new GraphError(400, 'ErrorInvalidRequest', message);
}

/** 400 for a query option that is malformed or not supported on this resource. */
export function badQuery(message: string): GraphError {
  return new GraphError(400, 'ErrorInvalidUrlQuery', message);
}

/** 400 for a `$filter` that is malformed or not documented for this resource. */
export function badFilter(message: string): GraphError {
  return new GraphError(400, 'ErrorInvalidUrlQueryFilter', message);
}

/** 400 for an extended property whose id, type or value is wrong (reference: Graph 1.2). */
export function badExtendedProperty(message: string): GraphError {
  return new GraphError(400, 'ErrorInvalidExtendedProperty', message);
}

/** 404 for an item or folder that the mailbox does not have. */
export function itemNotFound(): GraphError {
  return new GraphError(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');
}

/** The error's body as it goes over the wire; `innerError` carries the ids that support asks for. */
export function errorBody(
  error: GraphError,
  ids: { requestId: string; clientRequestId: string; now: Date },
): unknown {
  return {
    error: {
      code: error.code,
      message: error.message,
      innerError: {
        date: ids.now.toISOString().slice(0, 19),
        'request-id': ids.requestId,
        'client-request-id': ids.clientRequestId,
      },
    },
  };
}

import { httpError, Refused } from './errors';

export const jsonApiType = 'application/vnd.api+json';

/** How the answer is written: `plain` is what a client gets that forgets the JSON:API media type. */
export type Format = 'jsonapi' | 'plain';

interface MediaType {
  readonly name: string;
  readonly parameters: boolean;
}

function parse(value: string): MediaType {
  const [name, ...parameters] = value.split(';').map((part) => part.trim());
  // A quality is no parameter of the media type but of the Accept header.
  return { name: name ?? '', parameters: parameters.some((part) => part !== '' && !/^q=/i.test(part)) };
}

const accepted = (type: MediaType): boolean =>
  ['application/json', 'application/*', '*/*'].includes(type.name);

/**
 * The format of a request by its `Accept` and `Content-Type`, as OroCRM finds it (CheckRequestType and
 * ValidateRequestType of ApiBundle): parameters on the JSON:API media type are refused.
 * @throws Refused 406 or 415
 */
export function negotiate(accept: string | undefined, contentType: string | undefined): Format {
  const accepts = (accept ?? '')
    .split(',')
    .filter((value) => value.trim() !== '')
    .map(parse);
  const content = contentType === undefined || contentType === '' ? undefined : parse(contentType);
  const jsonApiAccepts = accepts.filter(({ name }) => name === jsonApiType);
  if (jsonApiAccepts.length > 0 && jsonApiAccepts.every(({ parameters }) => parameters)) {
    throw new Refused(
      httpError(
        406,
        'The "Accept" request header should contains at least one instance of JSON:API media type without any parameters.',
      ),
    );
  }
  if (content?.name === jsonApiType) {
    if (content.parameters) {
      throw new Refused(
        httpError(
          415,
          'The "Content-Type" request header should contain JSON:API media type without any parameters.',
        ),
      );
    }
    if (jsonApiAccepts.length === 0 && accepts.length > 0 && !accepts.some(accepted)) {
      throw new Refused(httpError(406, 'The "Accept" request header does not accept JSON:API content type.'));
    }
    return 'jsonapi';
  }
  if (jsonApiAccepts.length > 0) return 'jsonapi';
  if (accepts.length > 0 && !accepts.some(accepted)) {
    throw new Refused(httpError(406, 'Only JSON representation of the requested resource is supported.'));
  }
  if (content !== undefined && content.name !== 'application/json') {
    throw new Refused(
      httpError(406, 'The "Content-Type" request header must be "application/json" if specified.'),
    );
  }
  return 'plain';
}

/** Whether a body of this type is parsed at all; OroCRM takes any other for no body. */
export function isJsonBody(contentType: string | undefined): boolean {
  const { name } = parse(contentType ?? '');
  return name === jsonApiType || name === 'application/json' || name === 'application/x-json';
}

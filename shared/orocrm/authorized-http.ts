import { SyncError } from '../errors';
import { apiUrl, type OrocrmInstallation } from './access';
import type { Authorization, Authorizer } from './auth/authorizer';
import type { Http, HttpAnswer, HttpRequest } from './http';
import { refusal } from './json-api/refusal';
import { parseJson } from './parse-json';
import { transportError, type Effect } from './transport-error';
import { TransportFailure } from './transport-failure';

export interface UnsignedRequest extends HttpRequest {
  readonly effect: Effect;
}

/** Calls to OroCRM with the proof of who calls, for both of its APIs. */
export class AuthorizedHttp {
  constructor(
    private readonly installation: OrocrmInstallation,
    private readonly http: Http,
    private readonly authorizer: Authorizer,
  ) {}

  /** An answer of any status; 401 was tried with a new proof. @throws SyncError for what is no answer. */
  async send(request: UnsignedRequest): Promise<HttpAnswer> {
    const authorization = await this.authorize();
    const first = await this.exchange(request, authorization);
    if (first.status !== 401) return first;
    this.authorizer.refused(authorization, first.at);
    return this.exchange(request, await this.authorize());
  }

  /**
   * While the API is off, OroCRM's token address refuses every client as if its secret were wrong. The API itself
   * tells: called by nobody it answers 401 when it is on and 404 when it is off (reference 0).
   */
  private async authorize(): Promise<Authorization> {
    try {
      return await this.authorizer.authorize();
    } catch (thrown) {
      if (!(thrown instanceof SyncError) || thrown.code !== 'unauthorized') throw thrown;
      const url = `${apiUrl(this.installation)}/userprofile`;
      const headers = { Accept: 'application/vnd.api+json' };
      const answer = await this.exchange({ method: 'GET', url, headers, effect: 'read' }, {});
      if (answer.status !== 404) throw thrown;
      throw refusal(answer, parseJson(answer.text), {
        ...{ method: 'GET', type: 'userprofile', byId: false, effect: 'read', document: undefined },
      });
    }
  }

  private async exchange(request: UnsignedRequest, authorization: Authorization): Promise<HttpAnswer> {
    const { effect, headers, ...rest } = request;
    try {
      return await this.http.send({ ...rest, headers: { ...authorization, ...headers } });
    } catch (thrown) {
      throw thrown instanceof TransportFailure ? transportError(thrown, effect) : thrown;
    }
  }
}

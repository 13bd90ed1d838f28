import { setTimeout as sleep } from 'node:timers/promises';
import {
  isList,
  isObject,
  textOf,
  type Json,
  type JsonObject,
} from '../../../../sandbox/orocrm/jsonapi/json';
import type { SimulatedOrocrm } from '../../../../sandbox/orocrm/start';
import { bind, rewrite, type Bindings } from './binding';
import { send, type Received } from './client';
import { loadFixture, type ExpectedError, type Fixture, type FixtureRequest, type Step } from './fixture';
import { differences } from './matching';
import type { Plan } from './plan';
import { seed } from './seeds';
import { translated, translatedRequest, translatedText } from './translations';

const documentIn = (value: Json): Json =>
  isObject(value) && value['_fromFile'] !== undefined ? (value['document'] ?? null) : value;

function at(value: Json | undefined, path: string): Json | undefined {
  return path
    .split('.')
    .reduce<Json | undefined>((each, name) => (isObject(each) ? each[name] : undefined), value);
}

/** Replays one fixture against a simulator and tells what differs. */
export class Replay {
  readonly #orocrm: SimulatedOrocrm;
  readonly #plan: Plan;
  readonly problems: string[] = [];
  #bindings: Record<string, Json>;
  #token = '';
  #account = '';
  #operation = '';
  #last: Received | undefined;

  constructor(orocrm: SimulatedOrocrm, plan: Plan, variant: Bindings) {
    this.#orocrm = orocrm;
    this.#plan = plan;
    this.#bindings = { ...plan.bind, ...variant };
  }

  async run(name: string): Promise<string[]> {
    const { token, account } = await seed(this.#orocrm, this.#plan.seed);
    this.#token = token;
    this.#account = account;
    if (this.#plan.settings !== undefined) this.#orocrm.configure(this.#plan.settings);
    this.#plan.before?.(this.#orocrm);
    Object.assign(this.#bindings, await this.#plan.late?.(this.#orocrm));
    const fixture = loadFixture(name);
    const recorded = 'steps' in fixture ? fixture.steps : this.#document(fixture, name);
    // A request that the conversion left out is wholly the plan's.
    const { method = 'GET', path } = this.#plan.request ?? {};
    const left = path !== undefined && recorded.every(({ request }) => request === undefined);
    const steps: Step[] = left ? [{ request: { method, path } }, ...recorded] : recorded;
    for (const [index, step] of steps.entries()) await this.#step(step, index);
    return this.problems;
  }

  /** A document alone becomes a request, or the expectation of one. */
  #document(fixture: Extract<Fixture, { _role: string }>, name: string): Step[] {
    const { method = 'GET', path = '', query } = this.#plan.request ?? {};
    const request = { method, path, ...(query !== undefined && { query }) };
    if (fixture._role === 'request')
      return [{ request: { ...request, body: fixture.body }, expectStatus: 201 }];
    if (method === 'GET') return [{ request, expectStatus: 200, expectBodyContains: fixture.body }];
    const sent = loadFixture(name.replace('response-', 'request-'));
    const body = 'body' in sent ? sent.body : null;
    return [{ request: { ...request, body }, expectStatus: 201, expectBodyContains: fixture.body }];
  }

  async #step(step: Step, index: number): Promise<void> {
    if (step.request !== undefined) {
      this.#last = await send(this.#orocrm, this.#prepared(step.request), this.#token);
      for (const [name, path] of Object.entries(this.#plan.capture ?? {})) {
        const value = at(this.#last.body, path);
        if (value !== undefined) this.#bindings[name] = value;
      }
      // The second use of such a placeholder stands for another value.
      for (const [name, next] of Object.entries(this.#bindings)) {
        if (name.endsWith('#2')) this.#bindings[name.slice(0, -2)] = next;
      }
    }
    if (step.then !== undefined) await this.#finish(step.then);
    const { expectStatus: planned } = this.#plan;
    const status = step.expectStatus ?? (typeof planned === 'object' ? planned[index] : planned);
    if (status !== undefined)
      this.#check(
        status === this.#last?.status,
        `status ${this.#last?.status ?? 0}, not ${status}: ${JSON.stringify(this.#last?.body)}`,
      );
    await this.#expectations(step);
  }

  async #expectations(step: Step): Promise<void> {
    const body = this.#last?.body;
    if (step.expectBodyContains !== undefined) this.#contains(step.expectBodyContains, body);
    if (step.expectEquals !== undefined) {
      const there = sortedKeys(this.#plan.equals?.(this.#orocrm) ?? body ?? null);
      const wanted = sortedKeys(bind(step.expectEquals, this.#bindings));
      const same = JSON.stringify(wanted) === JSON.stringify(there);
      this.#check(same, `${JSON.stringify(there)} is not ${JSON.stringify(wanted)}`);
    }
    if (step.expectError !== undefined) this.#errors([step.expectError], body);
    if (step.expectErrors !== undefined) this.#errors(step.expectErrors, body);
    if (step.expectOperationErrors !== undefined) await this.#operationErrors(step.expectOperationErrors);
    if (step.expectAllow !== undefined) {
      const allow = this.#last?.headers.get('allow') ?? '';
      this.#check(allow === step.expectAllow, `Allow: ${allow}, not ${step.expectAllow}`);
    }
    for (const name of step.expectAttributesAbsent ?? []) {
      this.#check(at(body, `data.attributes.${name}`) === undefined, `${name} is there`);
    }
    if (step.expectCount !== undefined) {
      const data = at(body, 'data');
      this.#check(isList(data) && data.length === step.expectCount, `not ${step.expectCount} records`);
    }
  }

  #prepared(request: FixtureRequest): FixtureRequest {
    const merged = { ...request, ...this.#plan.request };
    const { translate } = this.#plan;
    const text = (value: string): string => {
      const bound = bind(value, this.#bindings);
      return translate === undefined ? textOf(bound) : translatedText(textOf(bound), translate);
    };
    const query = rewriteQuery(bind({ ...merged.query }, this.#bindings), text);
    const body = merged.body === undefined ? undefined : bind(documentIn(merged.body), this.#bindings);
    const headers = Object.entries(merged.headers ?? {}).map(([name, value]) => [name, text(value)]);
    return {
      method: text(merged.method),
      path: text(merged.path),
      query: isObject(query) ? query : {},
      headers: Object.fromEntries(headers) as Record<string, string>,
      ...(body !== undefined && {
        body: this.#known(translate === undefined ? body : translatedRequest(body, translate)),
      }),
    };
  }

  #contains(expected: Json, body: Json | undefined): void {
    const { translate } = this.#plan;
    const bound = bind(documentIn(expected), this.#bindings);
    const wanted = this.#known(translate === undefined ? bound : translated(bound, translate));
    this.problems.push(...differences(this.#withAddress(wanted), body));
  }

  /** Ids of records that a fixture takes for granted. */
  #known(value: Json): Json {
    const fixed: Readonly<Record<string, string>> = {
      'organizations::111': '1',
      'organizations::134': '1',
      'users::132': '109',
      'users::136': '109',
      'accounts::110': this.#account,
    };
    return rewrite(value, (object) => {
      const id = fixed[`${textOf(object['type'])}::${textOf(object['id'])}`];
      return id === undefined ? object : { ...object, id };
    });
  }

  #withAddress(value: Json): Json {
    return JSON.parse(JSON.stringify(value).replaceAll('{baseUrl}', this.#orocrm.apiUrl)) as Json;
  }

  #errors(expected: readonly ExpectedError[], body: Json | undefined): void {
    const there = at(body, 'errors');
    const errors = isList(there) ? there.filter(isObject) : [];
    this.#check(
      errors.length === expected.length,
      `errors: ${JSON.stringify(errors)}, expected ${JSON.stringify(expected)}`,
    );
    for (const wanted of expected) {
      const found = errors.some((error) => differences(wanted as JsonObject, error).length === 0);
      this.#check(found, `no ${JSON.stringify(wanted)} in ${JSON.stringify(errors)}`);
    }
  }

  /** Waits for an asynchronous operation, which ended well or with errors. */
  async #finish(outcome: string): Promise<void> {
    this.#operation = textOf(at(this.#last?.body, 'data.id'));
    this.#bindings['operationId'] = this.#operation;
    for (let tries = 0; tries < 100; tries += 1) {
      const { body } = await this.#get(`/api/asyncoperations/${this.#operation}`);
      const status = at(body, 'data.attributes.status');
      if (status === 'success' || status === 'failed') {
        const failed = at(body, 'data.attributes.summary.errorCount') !== 0;
        this.#check(failed === outcome.endsWith('with errors'), `${outcome}: ${JSON.stringify(body)}`);
        return;
      }
      await sleep(10);
    }
    this.problems.push('the operation does not end');
  }

  async #operationErrors(expected: Json): Promise<void> {
    const { body } = await this.#get(`/api/asyncoperations/${this.#operation}/errors`);
    const data = at(body, 'data');
    const errors = isList(data) ? data.filter(isObject) : [];
    const flat = errors.map((error) => ({
      id: error['id'] ?? null,
      ...(isObject(error['attributes']) ? error['attributes'] : {}),
    }));
    this.problems.push(...differences([bind(expected, this.#bindings)], flat));
  }

  #get(path: string): Promise<Received> {
    return send(this.#orocrm, { method: 'GET', path }, this.#token);
  }

  #check(holds: boolean, problem: string): void {
    if (!holds) this.problems.push(problem);
  }
}

function sortedKeys(value: Json): Json {
  return rewrite(value, (object) =>
    Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1))),
  );
}

/** Names and values of the query, at any depth. */
function rewriteQuery(value: Json, text: (value: string) => string): Json {
  if (typeof value === 'string') return value;
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      text(name),
      name.startsWith('fields') && typeof item === 'string' ? text(item) : rewriteQuery(item, text),
    ]),
  );
}

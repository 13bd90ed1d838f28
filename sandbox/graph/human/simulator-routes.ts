import { z } from 'zod';
import { ControlError, type ControlRoute } from '../../control';
import { settingsChangeSchema, settingsSchema } from '../settings';
import type { GraphState } from '../state/graph-state';

const tokenSchema = z.strictObject({
  token: z.string().min(1),
  /** Counted from now; left out: it never expires. */
  expiresInSeconds: z.number().optional(),
});
const expireSchema = z
  .strictObject({
    /** User id or user principal name; left out: all mailboxes. */
    mailbox: z.string().optional(),
    links: z.enum(['delta', 'next', 'all']).default('all'),
  })
  .default({ links: 'all' });

/** Makes delta links (and links to next delta pages) of one mailbox or of all answer 410. */
export function expireDelta(
  state: GraphState,
  input: { mailbox?: string | undefined; links?: 'delta' | 'next' | 'all' },
): void {
  const { mailbox, links = 'all' } = input;
  const user = mailbox === undefined ? undefined : state.directory.find(mailbox);
  if (mailbox !== undefined && user === undefined) {
    throw new ControlError(404, `There is no user ${mailbox}.`);
  }
  for (const { id } of user === undefined ? state.directory.all() : [user]) {
    if (links !== 'next') state.expire(id, 'delta');
    if (links !== 'delta') state.expire(id, 'skip');
  }
}

/** The calls that change how the simulator behaves: switches, tokens, delta links. */
export function simulatorRoutes(state: GraphState, now: () => Date): ControlRoute[] {
  return [
    { method: 'GET', path: '/_control/settings', handle: () => state.settings },
    {
      method: 'PUT',
      path: '/_control/settings',
      handle: ({ body }) => {
        const change = settingsChangeSchema.parse(body);
        state.settings = settingsSchema.parse({ ...state.settings, ...change });
        return state.settings;
      },
    },
    { method: 'GET', path: '/_control/tokens', handle: () => state.tokens() },
    {
      method: 'POST',
      path: '/_control/tokens',
      handle: ({ body }) => {
        const { token, expiresInSeconds } = tokenSchema.parse(body);
        const expiresAt =
          expiresInSeconds === undefined
            ? undefined
            : new Date(now().getTime() + expiresInSeconds * 1000).toISOString();
        state.putToken({ token, expiresAt });
        return state.token(token);
      },
    },
    {
      method: 'DELETE',
      path: '/_control/tokens/:token',
      handle: ({ params }) => {
        if (!state.deleteToken(params['token'] ?? '')) throw new ControlError(404, 'No such token.');
      },
    },
    {
      method: 'POST',
      path: '/_control/delta/expire',
      handle: ({ body }) => expireDelta(state, expireSchema.parse(body)),
    },
  ];
}

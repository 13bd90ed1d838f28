import { z } from 'zod';
import { ControlError, type ControlInput, type ControlRoute } from '../../control';
import { GraphError } from '../errors';
import type { User } from '../state/directory';
import type { GraphState } from '../state/graph-state';

/** What cannot be done because it is not there. */
export class NotThere extends Error {}

/** The user whom a control call names, by id or user principal name. */
export function userNamed(state: GraphState, key: string): User {
  const user = state.directory.find(key);
  if (user === undefined) throw new NotThere(`There is no user ${key}.`);
  return user;
}

/** Turns what went wrong on the human's side into a control answer. */
export function guarded(handle: (input: ControlInput) => unknown): ControlRoute['handle'] {
  return (input) => {
    try {
      return handle(input);
    } catch (error) {
      if (error instanceof NotThere) throw new ControlError(404, error.message);
      if (error instanceof GraphError) throw new ControlError(400, `${error.code}: ${error.message}`);
      if (error instanceof z.ZodError || error instanceof ControlError) throw error;
      throw new ControlError(409, error instanceof Error ? error.message : String(error));
    }
  };
}

/** A path parameter of a control call. */
export function named(input: ControlInput, name: string): string {
  return input.params[name] ?? '';
}

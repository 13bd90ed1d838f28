import { ControlError, type ControlInput } from '../../control';

/** A `:name` part of the address of a control call. @throws ControlError 404 */
export function parameter({ params }: ControlInput, name: string): string {
  const value = params[name];
  if (value === undefined) throw new ControlError(404, `no ${name}`);
  return value;
}

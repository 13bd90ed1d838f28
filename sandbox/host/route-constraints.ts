/** Whether a route value may stand where it stands. */
export type Constraint = (value: string) => boolean;

type Numbers = readonly number[];

const int = (value: string): boolean =>
  /^[+-]?\d+$/.test(value) && Number(value) >= -(2 ** 31) && Number(value) < 2 ** 31;
const long = (value: string): boolean =>
  /^[+-]?\d+$/.test(value) && BigInt.asIntN(64, BigInt(value)) === BigInt(value);
const decimal = (value: string): boolean => /^[+-]?(\d+\.?\d*|\.\d+)$/.test(value);

const plain: Readonly<Record<string, Constraint>> = {
  int,
  long,
  decimal,
  float: (value) => value.trim() !== '' && Number.isFinite(Number(value)),
  double: (value) => value.trim() !== '' && Number.isFinite(Number(value)),
  bool: (value) => /^(true|false)$/i.test(value),
  guid: (value) => /^\{?[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}\}?$/i.test(value),
  alpha: (value) => /^[a-z]*$/i.test(value),
  required: (value) => value !== '',
};

const withNumbers: Readonly<Record<string, (numbers: Numbers) => Constraint>> = {
  length:
    ([least = 0, most = least]) =>
    (value) =>
      value.length >= least && value.length <= most,
  minlength:
    ([least = 0]) =>
    (value) =>
      value.length >= least,
  maxlength:
    ([most = 0]) =>
    (value) =>
      value.length <= most,
  min:
    ([least = 0]) =>
    (value) =>
      long(value) && Number(value) >= least,
  max:
    ([most = 0]) =>
    (value) =>
      long(value) && Number(value) <= most,
  range:
    ([least = 0, most = 0]) =>
    (value) =>
      long(value) && Number(value) >= least && Number(value) <= most,
};

/**
 * One inline constraint of an ASP.NET route template, such as `int` or `range(1,10)`.
 * @throws Error when there is no such constraint, as the platform does at its start.
 */
export function parseConstraint(text: string): Constraint {
  const [, name = '', argument] = /^(\w+)(?:\(([^()]*)\))?$/.exec(text) ?? [];
  if (argument === undefined) {
    const constraint = plain[name.toLowerCase()];
    if (constraint !== undefined) {
      return constraint;
    }
  } else {
    const numbers = argument.split(',').map(Number);
    const constraint = withNumbers[name.toLowerCase()];
    if (constraint !== undefined && numbers.every(Number.isInteger)) {
      return constraint(numbers);
    }
  }
  throw new Error(`there is no route constraint "${text}"`);
}

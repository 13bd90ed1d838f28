/** Licences (SPDX) that allow commercial use and ask for no more than a notice in what is passed on. */
const allowed = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Unlicense',
  'Zlib',
]);

/** Whether code under this SPDX expression may be passed on in the package; what is not understood may not. */
export const mayBePassedOn = (expression: string): boolean =>
  expression
    .replace(/^\((.*)\)$/, '$1')
    .split(' OR ')
    .some((way) => way.split(' AND ').every((licence) => allowed.has(licence)));

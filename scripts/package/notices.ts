import type { BundledPackage } from './bundled-packages';

const line = '-'.repeat(80);

/** The file that passes on what the licences of the bundled packages want to be passed on. */
export const thirdPartyNotices = (packages: readonly BundledPackage[]): string =>
  [
    'Third-party notices\n\nindex.js holds code of the packages below, each under its own licence.',
    ...packages.map(({ name, version, licence, text }) => `${name} ${version} (${licence})\n\n${text}`),
  ].join(`\n\n${line}\n\n`) + '\n';

import { baseUrl, prefixOf, type OrocrmInstallation } from '../access';

/**
 * Where tokens may be had, likeliest first. Where OroCommerce is installed the back office has a prefix of its own,
 * which its token address shares (reference 5.1): `/admin/api` goes with `/admin/oauth2-token`. Where that is
 * missing the address without the prefix is asked.
 */
export function tokenUrls(installation: OrocrmInstallation): readonly string[] {
  const base = baseUrl(installation);
  const backOffice = prefixOf(installation).replace(/\/api(\/.*)?$/, '');
  const plain = `${base}/oauth2-token`;
  return backOffice === '' ? [plain] : [`${base}${backOffice}/oauth2-token`, plain];
}

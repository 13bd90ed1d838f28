import type { OrocrmServiceUser } from '../config/environment';
import { KeptValue } from '../secrets/kept-value';
import { serviceSecret } from '../secrets/secret-names';
import type { SecretStore } from '../sync/ports/secrets';
import { missing, type LoadService } from './orocrm-credential';

/** A secret that was replaced in the vault is used after this long; until then a refused one is an alert. */
const keptMs = 3 * 60 * 1000;

/**
 * The service user, its secret from the environment or else from the secret store. Nothing is asked for before the
 * first use, so that the app starts without it.
 */
export function serviceUser(
  user: OrocrmServiceUser | undefined,
  secrets: SecretStore,
  now: () => number,
): LoadService {
  const stored = new KeptValue(async () => {
    const secret = (await secrets.load({ of: 'orocrm-service' }))?.trim() ?? '';
    // Thrown, so that it is looked for again after seconds and not after minutes.
    if (secret === '') throw absent(user);
    return secret;
  }, now);
  return async () => {
    if (user === undefined)
      throw missing('There is no OroCRM service user.', 'Set OROCRM_CLIENT_ID and OROCRM_CLIENT_SECRET.');
    const secret = user.secret ?? (await stored.get(keptMs));
    return user.kind === 'client'
      ? { kind: 'client', clientId: user.clientId, clientSecret: secret }
      : { kind: 'wsse', username: user.username, apiKey: secret };
  };
}

const absent = (user: OrocrmServiceUser | undefined) =>
  missing(
    'The secret of the OroCRM service user is not in the key vault.',
    user?.kind === 'wsse'
      ? `Put the API key of the user that OROCRM_USERNAME names into the key vault as the secret ${serviceSecret}.`
      : `Put the client secret of the OAuth application that OROCRM_CLIENT_ID names into the key vault as the secret ${serviceSecret}.`,
  );

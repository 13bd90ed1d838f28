import { startOrocrm, type SimulatedOrocrm } from '../../../sandbox/orocrm/start';
import type { OrocrmVersion } from '../../../sandbox/orocrm/versions';
import type { OrocrmCredential } from '../../../shared/orocrm/access';
import { connect, type OrocrmConnection } from '../../../shared/orocrm/connection';
import { orocrmId, type OrocrmId } from '../../../shared/records/ids';

/** The service user sees everybody's records, Ann and Ben their own. */
export interface Company {
  readonly orocrm: SimulatedOrocrm;
  readonly service: OrocrmConnection;
  readonly ann: OrocrmConnection;
  readonly annId: OrocrmId;
  readonly benId: OrocrmId;
  readonly serviceId: OrocrmId;
  credentialOf(user: string): OrocrmCredential;
  stop(): Promise<void>;
}

/** The way of proving who calls that a version is used with here: API keys as long as there were any. */
function credential(orocrm: SimulatedOrocrm, version: OrocrmVersion, user: string): OrocrmCredential {
  const installation = { url: orocrm.url, apiPrefix: orocrm.settings.prefix };
  return version === '5.1' || version === '6.0'
    ? { ...installation, kind: 'wsse', ...orocrm.addApiKey(user) }
    : { ...installation, kind: 'client', ...orocrm.addClient({ user }) };
}

export async function startCompany(version: OrocrmVersion, prefix = '/api'): Promise<Company> {
  const orocrm = await startOrocrm({ version, prefix });
  const idOf = (username: string, accessLevel: 'user' | 'organization'): OrocrmId =>
    orocrmId(orocrm.addUser({ username, accessLevel, password: 'pass' }).id);
  const serviceId = idOf('service', 'organization');
  const annId = idOf('ann', 'user');
  const benId = idOf('ben', 'user');
  const credentialOf = (user: string): OrocrmCredential => credential(orocrm, version, user);
  const service = connect({ credential: credentialOf('service') });
  const ann = connect({ credential: credentialOf('ann') });
  return {
    orocrm,
    service,
    ann,
    annId,
    benId,
    serviceId,
    credentialOf,
    stop: async () => {
      service.close();
      ann.close();
      await orocrm.stop();
    },
  };
}

import { settingRows } from '../../shared/config/setting-rows';

/** Everything that the costs depend on, beside the prices. */
export interface Sizes {
  readonly mailboxes: number;
  /** Records of each mailbox: contacts, tasks and events together. */
  readonly records: number;
  /** Records of each mailbox that are changed on a day, on either side. */
  readonly changesPerDay: number;
  readonly oroCrmIntervalSeconds: number;
  readonly outlookIntervalSeconds: number;
  readonly sweepIntervalSeconds: number;
  /** `service`: one credential of OroCRM for all mailboxes. `own`: each mailbox has its own. */
  readonly credentials: 'service' | 'own';
  /** The parameters of `infra/main.bicep` with these names. */
  readonly instanceMemoryMB: 512 | 2048 | 4096;
  readonly alwaysReadyInstances: number;
  readonly privateNetworking: 'none' | 'data' | 'all';
  readonly storageRedundancy: 'Standard_LRS' | 'Standard_ZRS';
}

/** An installation with nothing changed. */
export const standardSizes: Sizes = {
  mailboxes: 5,
  records: 300,
  changesPerDay: 10,
  oroCrmIntervalSeconds: settingRows.oroCrmIntervalSeconds.standard,
  outlookIntervalSeconds: settingRows.outlookIntervalSeconds.standard,
  sweepIntervalSeconds: settingRows.sweepIntervalSeconds.standard,
  credentials: 'service',
  instanceMemoryMB: 2048,
  alwaysReadyInstances: 0,
  privateNetworking: 'none',
  storageRedundancy: 'Standard_ZRS',
};

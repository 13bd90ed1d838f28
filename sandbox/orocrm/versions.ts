/** The releases that the simulator can be; 7.0 unless told otherwise. */
export const versions = ['5.1', '6.0', '6.1', '7.0'] as const;
export type OrocrmVersion = (typeof versions)[number];

/** What differs between the releases (reference section 0, version table). */
export interface Capabilities {
  /** Removed in 6.1. */
  readonly wsse: boolean;
  /** `X-Mode: sync`, since 6.0; before, the header means nothing and the batch is asynchronous. */
  readonly syncBatch: boolean;
  /** `PATCH /api/tasks`, since 6.0. */
  readonly taskBatch: boolean;
  /** `externalId` on contacts and users: 6.1.10 and 7.0.2. */
  readonly externalIds: boolean;
  /** `meta.validate`, since 6.1; before, it is an unknown member of `meta`. */
  readonly validateFlag: boolean;
  /** `filter[f]>=v`. From 6.1 on the query parser knows `[gte]` only, and `>=` ends as an unknown filter. */
  readonly symbolOperators: boolean;
}

const table: Readonly<Record<OrocrmVersion, Capabilities>> = {
  '5.1': {
    wsse: true,
    syncBatch: false,
    taskBatch: false,
    externalIds: false,
    validateFlag: false,
    symbolOperators: true,
  },
  '6.0': {
    wsse: true,
    syncBatch: true,
    taskBatch: true,
    externalIds: false,
    validateFlag: false,
    symbolOperators: true,
  },
  '6.1': {
    wsse: false,
    syncBatch: true,
    taskBatch: true,
    externalIds: true,
    validateFlag: true,
    symbolOperators: false,
  },
  '7.0': {
    wsse: false,
    syncBatch: true,
    taskBatch: true,
    externalIds: true,
    validateFlag: true,
    symbolOperators: false,
  },
};

export function capabilitiesOf(version: OrocrmVersion): Capabilities {
  return table[version];
}

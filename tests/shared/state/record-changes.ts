import fc from 'fast-check';
import { orocrmId, outlookId, runId, type Digest } from '../../../shared/records/ids';
import type { DeletionCandidate, Intent, Link, RecordChange } from '../../../shared/sync/ports/state';

/** Few ids, so that changes meet; close together and far apart; Outlook ids that differ in case only. */
export const orocrmIds = ['1', '2', '10', '700000000000000000'].map(orocrmId);
export const outlookIds = ['AA/+=a', 'AA/+=A', "o'b ü#?%"].map(outlookId);
export const keys = ['k1', 'k/2='].map((text) => text as Digest);
export const marks = ['1', '2', ' 3 ', 'none', ''] as const;

const orocrm = fc.constantFrom(...orocrmIds);
const outlook = fc.constantFrom(...outlookIds);
const key = fc.constantFrom(...keys, '' as const);
const mark = fc.constantFrom(...marks);
const run = fc.constantFrom('' as const, runId('run-1'));
const time = fc.constantFrom('2024-01-01T00:00:00Z', '2024-01-01T00:00:00.5Z', '2023-05-05T05:05:05Z');
const digests = fc.dictionary(
  fc.constantFrom('firstName', 'emails'),
  fc.string().map((text) => text as Digest),
);

const link: fc.Arbitrary<Link> = fc.record({
  orocrmId: orocrm,
  outlookId: outlook,
  orocrmBase: digests,
  outlookBase: digests,
  orocrmSeen: fc.constantFrom('', '2024-01-01T00:00:00Z'),
  outlookSeen: fc.string(),
});

const orocrmRow = fc.oneof(
  fc.record({ state: fc.constant('candidate' as const), id: orocrm, key, createdAt: time }),
  fc.record({ state: fc.constant('unlinked' as const), id: orocrm }),
);

const outlookRow = fc.oneof(
  fc.record({ state: fc.constant('candidate' as const), id: outlook, key, createdAt: time }),
  fc.record({ state: fc.constant('marked' as const), id: outlook, mark, run }),
  fc.record({ state: fc.constantFrom('unlinked' as const, 'twin' as const), id: outlook, mark }),
);

const intent: fc.Arbitrary<Intent> = fc.oneof(
  fc.record({ side: fc.constant('outlook' as const), orocrmId: orocrm, at: time }),
  fc.record({
    side: fc.constant('orocrm' as const),
    outlookId: outlook,
    at: time,
    content: fc.constant('c' as Digest),
  }),
);

const deletion: fc.Arbitrary<DeletionCandidate> = fc.record({
  outlookId: outlook,
  orocrmId: fc.oneof(orocrm, fc.constant('' as const)),
  rule: fc.string(),
  at: time,
  state: fc.constantFrom('pending' as const, 'held' as const, 'deleted' as const),
  heldId: fc.string(),
  run,
});

const change: fc.Arbitrary<RecordChange> = fc.oneof(
  link.map((value) => ({ put: 'link' as const, link: value })),
  orocrmRow.map((row) => ({ put: 'orocrm' as const, row })),
  outlookRow.map((row) => ({ put: 'outlook' as const, row })),
  intent.map((value) => ({ put: 'intent' as const, intent: value })),
  deletion.map((value) => ({ put: 'deletion' as const, deletion: value })),
  orocrm.map((id) => ({ forget: 'orocrm' as const, id })),
  outlook.map((id) => ({ forget: 'outlook' as const, id })),
  orocrm.map((sourceId) => ({ forget: 'intent' as const, side: 'outlook' as const, sourceId })),
  outlook.map((sourceId) => ({ forget: 'intent' as const, side: 'orocrm' as const, sourceId })),
  outlook.map((outlookIdGone) => ({ forget: 'deletion' as const, outlookId: outlookIdGone })),
);

/** What is saved at once, and by which of two workers, of which each believes only what it saw itself. */
export const saves = fc.array(
  fc.record({ worker: fc.nat(1), fresh: fc.boolean(), changes: fc.array(change, { maxLength: 12 }) }),
  { minLength: 1, maxLength: 6 },
);

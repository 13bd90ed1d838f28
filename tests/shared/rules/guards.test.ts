import fc from 'fast-check';

import {
  allowedDeletions,
  holdsDeletions,
  listingIsBelievable,
  presenceOf,
  rebuildIsGuarded,
  resyncNeedsConfirmation,
  type Answer,
} from '../../../shared/rules/guards';

test.each([
  // candidates, deleted in the last hour, linked and marked, held
  [0, 0, 0, false],
  [0, 500, 10, false],
  [10, 0, 10, false],
  [11, 0, 11, true],
  [10, 0, 0, false],
  [10, 0, 49, false],
  [10, 0, 54, false],
  [11, 0, 54, true],
  [11, 0, 55, false],
  [12, 0, 59, true],
  [20, 0, 100, false],
  [21, 0, 100, true],
  [1, 20, 100, true],
  [1, 19, 100, false],
  [200, 0, 1000, false],
  [201, 0, 1000, true],
])(
  '%i candidates, %i deleted in the last hour, of %i: held is %s',
  (candidates, deletedInLastHour, linkedAndMarked, held) => {
    expect(holdsDeletions({ candidates, deletedInLastHour, linkedAndMarked })).toBe(held);
  },
);

test('more than max(10, 20 %) is held, and no less', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.nat(500),
      fc.nat(3000),
      (candidates, deletedInLastHour, linkedAndMarked) => {
        const tooMany = 5 * (candidates + deletedInLastHour) > Math.max(50, linkedAndMarked);
        expect(holdsDeletions({ candidates, deletedInLastHour, linkedAndMarked })).toBe(tooMany);
      },
    ),
  );
});

test('what the alert says may go is what the guard lets go', () => {
  fc.assert(
    fc.property(fc.nat(3000), (linkedAndMarked) => {
      const candidates = allowedDeletions(linkedAndMarked);
      expect(holdsDeletions({ candidates, deletedInLastHour: 0, linkedAndMarked })).toBe(false);
      expect(holdsDeletions({ candidates: candidates + 1, deletedInLastHour: 0, linkedAndMarked })).toBe(
        true,
      );
    }),
  );
});

test.each([
  ['orocrm-to-outlook', false, false],
  ['bidirectional', false, false],
  ['outlook-to-orocrm', false, true],
  ['outlook-to-orocrm', true, false],
] as const)('step 1 of a rebuild, %s, confirmed %s: guarded is %s', (direction, confirmed, guarded) => {
  expect(rebuildIsGuarded(direction, confirmed)).toBe(guarded);
});

test.each([
  ['rebuild', 'outlook-to-orocrm', true],
  ['rebuild', 'bidirectional', false],
  ['relink', 'outlook-to-orocrm', false],
] as const)('a resync %s, %s needs confirmation: %s', (mode, direction, needed) => {
  expect(resyncNeedsConfirmation(mode, direction)).toBe(needed);
});

test.each([
  [0, 0, true],
  [0, 1, false],
  [1, 1, true],
  [3, 500, true],
])('a list of %i where %i links exist is believed: %s', (listed, linked, believed) => {
  expect(listingIsBelievable(listed, linked)).toBe(believed);
});

test.each<[Answer, number | undefined, string]>([
  ['found', undefined, 'there'],
  ['not-found', undefined, 'gone'],
  ['not-found', 0, 'gone'],
  ['outside-folders', undefined, 'gone'],
  ['forbidden', 3, 'gone'],
  ['forbidden', 0, 'unreadable'],
  ['forbidden', undefined, 'unreadable'],
  ['foreign-owner', 1, 'gone'],
  ['foreign-owner', 0, 'unreadable'],
  ['failed', 3, 'unreadable'],
])('%s beside a list of %s records: %s', (answer, listed, presence) => {
  expect(presenceOf(answer, listed)).toBe(presence);
});

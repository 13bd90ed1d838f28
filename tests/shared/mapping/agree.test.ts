import fc from 'fast-check';

import { agree, putOrocrm, putOutlook } from '../../../shared/mapping/put';
import { mapping, orocrmContact, outlookContact } from './arbitraries';
import { address, orocrm, outlook, outlookAddress } from './examples';

const runs = { numRuns: 50 };

test('what was made of one side agrees with it, in every direction', () => {
  fc.assert(
    fc.property(orocrmContact, outlookContact, (crm, item) => {
      for (const direction of ['orocrm-to-outlook', 'outlook-to-orocrm', 'bidirectional'] as const) {
        expect(agree(mapping, crm, putOutlook(mapping, mapping.blankOutlook, crm).record, direction)).toBe(
          true,
        );
        expect(agree(mapping, putOrocrm(mapping, mapping.blankOrocrm, item).record, item, direction)).toBe(
          true,
        );
      }
    }),
    runs,
  );
});

test('a pair may agree in one direction only: Outlook lost the country that OroCRM keeps', () => {
  const crm = orocrm({ addresses: [address(1, {})] });
  const item = outlook({ otherAddress: outlookAddress({ countryOrRegion: '' }) });
  expect(agree(mapping, crm, item, 'outlook-to-orocrm')).toBe(true);
  expect(agree(mapping, crm, item, 'orocrm-to-outlook')).toBe(false);
  expect(agree(mapping, crm, item, 'bidirectional')).toBe(false);
});

test('a difference is one in every direction', () => {
  for (const direction of ['orocrm-to-outlook', 'outlook-to-orocrm', 'bidirectional'] as const) {
    expect(agree(mapping, orocrm({ fax: '1' }), outlook({ fax: '2' }), direction)).toBe(false);
  }
});

import { WINDOWS_TO_IANA_MAP } from 'windows-iana';
import { isListedZone } from '../../../sandbox/orocrm/rest/time-zones';
import { listedZone } from '../../../shared/mapping/listed-zones';
import { zoneForm } from '../../../shared/mapping/zones';
import { ianaZone } from '../../../shared/outlook/time-zone';

/** West of every inhabited place: no zone of a region has its clocks. */
const nobodys = 'Dateline Standard Time';

const windowsNames = [...new Set(WINDOWS_TO_IANA_MAP.map(({ windowsName }) => windowsName))];

test.each(windowsNames.filter((name) => name !== nobodys))(
  'a series in %s has a zone that OroCRM takes, and that Exchange takes for the same',
  (name) => {
    const iana = ianaZone(name) ?? '';
    const listed = listedZone(iana);
    expect({ listed, isListed: isListedZone(listed) }).toEqual({ listed, isListed: true });
    expect(zoneForm(listed)).toBe(zoneForm(iana));
  },
);

test.each([
  ['US/Pacific', 'America/Los_Angeles'],
  ['Etc/UTC', 'UTC'],
  ['Europe/Vienna', 'Europe/Vienna'],
])('%s is %s', (zone, expected) => {
  expect(listedZone(zone)).toBe(expected);
});

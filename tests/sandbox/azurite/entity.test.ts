import { etagFits, readEntity, Stamps, type Entity } from '../../../sandbox/azurite/entity';

const entity = (): Entity => ({
  PartitionKey: 'p',
  RowKey: 'r',
  properties: {},
  lastModifiedTime: '',
  eTag: '',
});

describe('a stamp', () => {
  it('is never given twice, however fast rows are written, and grows', () => {
    const stamps = new Stamps();
    const written = Array.from({ length: 5000 }, entity);
    for (const each of written) stamps.stamp(each);
    const times = written.map((each) => each.lastModifiedTime);
    expect(new Set(written.map((each) => each.eTag)).size).toBe(written.length);
    expect([...times].sort()).toEqual(times);
    expect(times[0]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/);
    expect(Math.abs(Date.parse(times[0] ?? '') - Date.now())).toBeLessThan(60_000);
    expect(written[0]?.properties['Timestamp']).toBe(times[0]);
  });

  it('fits itself, encoded or not, and no other', () => {
    const [one, other] = [entity(), entity()];
    const stamps = new Stamps();
    stamps.stamp(one);
    stamps.stamp(other);
    expect(etagFits(one.eTag, one.eTag)).toBe(true);
    expect(etagFits(one.eTag, one.eTag.replaceAll('%3A', ':'))).toBe(true);
    expect(etagFits(one.eTag, '*')).toBe(true);
    expect(etagFits(one.eTag, undefined)).toBe(true);
    expect(etagFits(one.eTag, other.eTag)).toBe(false);
  });
});

describe('a stored row', () => {
  it('is refused where it is none', () => {
    expect(() => readEntity('{"PartitionKey":"p"}')).toThrow();
    expect(readEntity(JSON.stringify(entity()))).toEqual(entity());
  });
});

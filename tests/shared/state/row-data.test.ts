import fc from 'fast-check';
import { SyncError } from '../../../shared/errors';
import { readData, writeData } from '../../../shared/state/row-data';

describe('the content of a row', () => {
  it('is JSON that survives being written and read', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(readData(writeData(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('is split over properties that Table Storage takes', () => {
    const value = { text: 'ä'.repeat(100_000) };
    const properties = writeData(value);
    expect(Object.keys(properties)).toEqual(['data0', 'data1', 'data2', 'data3']);
    for (const text of Object.values(properties))
      expect(Buffer.byteLength(text, 'utf16le')).toBeLessThan(65_536);
    expect(readData(properties)).toEqual(value);
  });

  it('is refused where no row can hold it', () => {
    const write = (): unknown => writeData('x'.repeat(480_000));
    expect(write).toThrow(SyncError);
    expect(write).toThrow(expect.objectContaining({ kind: 'give-up', code: 'refused-value' }) as Error);
  });

  it('may be nothing but the keys', () => {
    expect(readData({ partitionKey: 'p', rowKey: 'r' })).toBeUndefined();
  });
});

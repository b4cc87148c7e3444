import { describe, expect, it } from '@jest/globals';
import { inLayer, inconsistenciesOf } from './inconsistencies.js';

function overlaps(flag: string): string {
  return `overlaps the range of flag "${flag}" in the same layer "payment"`;
}

function layered(...ranges: object[]): object {
  return { type: 'boolean', layer: { name: 'payment', ranges } };
}

describe('Flags of one layer', () => {
  it('are consistent when each range ends before the next begins, in whatever order they are defined', () => {
    expect(inconsistenciesOf({ c: inLayer(66.667, 100), a: inLayer(0, 33.333), b: inLayer(33.333, 66.667) })).toEqual(
      [],
    );
    expect(inconsistenciesOf({ a: inLayer(0, 10), b: inLayer(90, 100) })).toStrictEqual([]);
  });

  it('may have the same ranges as flags of another layer', () => {
    expect(
      inconsistenciesOf({ a: inLayer(0, 100), b: { ...inLayer(0, 100), layer: { name: 'search', from: 0, to: 100 } } }),
    ).toStrictEqual([]);
  });

  it.each<[string, [number, number], [number, number]]>([
    ['by one bucket', [0, 50.001], [50, 100]],
    ['whole', [0, 100], [20, 30]],
    ['alike', [0, 50], [0, 50]],
  ])('are both rejected when they overlap %s', (_, a, b) => {
    expect(inconsistenciesOf({ a: inLayer(...a), b: inLayer(...b) })).toEqual([
      `flag b.layer.from: ${overlaps('a')}`,
      `flag a.layer.from: ${overlaps('b')}`,
    ]);
  });

  it('are found to overlap even if another range lies between them', () => {
    const lines = inconsistenciesOf({ wide: inLayer(0, 90), small: inLayer(10, 20), late: inLayer(80, 100) });
    expect(lines).toContain(`flag late.layer.from: ${overlaps('wide')}`);
    expect(lines).toHaveLength(4);
  });

  it('may have several ranges each, if none overlaps one of another flag', () => {
    const [first, second, third] = [0, 10, 20].map((from) => ({ from, to: from + 10 })) as [object, object, object];
    expect(inconsistenciesOf({ a: layered(third, first), b: layered(second) })).toStrictEqual([]);
    expect(inconsistenciesOf({ a: layered(third, first), b: inLayer(30, 40) })).toStrictEqual([]);
    expect(inconsistenciesOf({ a: layered(third, first), b: layered(second, { from: 29.999, to: 40 }) })).toEqual([
      `flag b.layer.ranges[1]: ${overlaps('a')}`,
      `flag a.layer.ranges[0]: ${overlaps('b')}`,
    ]);
  });

  it('are reported once per pair, however many of their ranges overlap', () => {
    const a = layered({ from: 0, to: 10 }, { from: 20, to: 30 });
    expect(inconsistenciesOf({ a, b: inLayer(0, 30) })).toHaveLength(2);
  });

  it('must be bucketed by the same attribute, and are both rejected otherwise', () => {
    expect(inconsistenciesOf({ a: inLayer(0, 50), b: inLayer(50, 100, { bucketBy: 'company' }) })).toEqual([
      'flag b.layer.bucketBy: must be the same as that of flag "a" in the same layer "payment"',
      'flag a.layer.bucketBy: must be the same as that of flag "b" in the same layer "payment"',
    ]);
    const company = { bucketBy: 'company' };
    expect(inconsistenciesOf({ a: inLayer(0, 50, company), b: inLayer(50, 100, company) })).toStrictEqual([]);
  });

  it('are checked while their master switch is off, too', () => {
    expect(inconsistenciesOf({ a: inLayer(0, 50), b: { ...inLayer(0, 50), enabled: false } })).toHaveLength(2);
  });
});

import { isIPv4, isIPv6 } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { holds, problemsOf } from './conditions.js';

const isWithin = (range: string, address: unknown) => holds({ op: 'in_cidr', value: range }, address);
const everywhere = '::/0';

describe('An IP range', () => {
  it.each([
    ['10.0.0.0/8', '10.255.255.255', '11.0.0.0'],
    ['10.0.0.7/8', '10.0.0.1', '9.255.255.255'], // the bits behind the prefix do not count
    ['192.168.1.128/25', '192.168.1.128', '192.168.1.127'],
    ['192.0.2.7/32', '192.0.2.7', '192.0.2.6'],
    ['192.0.2.7', '192.0.2.7', '192.0.2.8'],
    ['2001:db8::/32', '2001:db8:ffff::1', '2001:db9::'],
    ['2001:db8::1', '2001:0DB8:0:0:0:0:0:1', '2001:db8::2'],
    ['2001:db8::/127', '2001:db8::1', '2001:db8::2'],
    ['2001:db8::/33', '2001:db8:7fff::', '2001:db8:8000::'],
    ['::1/128', '::1', '::'],
    ['0.0.0.0/0', '255.255.255.255', '::1'],
  ])('%s holds %s and not %s', (range, inside, outside) => {
    expect(isWithin(range, inside)).toBe(true);
    expect(isWithin(range, outside)).toBe(false);
    expect(holds({ op: 'not_in_cidr', value: range }, inside)).toBe(false);
    expect(holds({ op: 'not_in_cidr', value: range }, outside)).toBe(true);
  });

  it('treats an IPv4 address and its mapped IPv6 address as the same', () => {
    expect(isWithin('10.0.0.0/8', '::ffff:10.1.2.3')).toBe(true);
    expect(isWithin('10.0.0.0/8', '0:0:0:0:0:FFFF:0a01:0203')).toBe(true);
    expect(isWithin('::ffff:10.0.0.0/104', '10.1.2.3')).toBe(true);
    expect(isWithin('::ffff:10.0.0.0/104', '11.1.2.3')).toBe(false);
    expect(isWithin('::ffff:0:0/96', '10.1.2.3')).toBe(true);
    expect(isWithin(everywhere, '10.1.2.3')).toBe(true);
    expect(isWithin('2000::/3', '10.1.2.3')).toBe(false);
  });

  it('does not treat a deprecated IPv4-compatible address as a mapped one', () => {
    expect(isWithin('10.0.0.0/8', '::10.1.2.3')).toBe(false);
    expect(isWithin('::10.0.0.0/104', '::a01:203')).toBe(true);
    expect(isWithin('64:ff9b::/96', '64:ff9b::10.1.2.3')).toBe(true);
  });

  it.each([
    ['10.1'],
    ['167837955'],
    ['0x0a.1.2.3'],
    ['010.1.2.3'],
    ['10.01.2.3'],
    ['10.1.2.256'],
    ['10.1.2.3.4'],
    ['10.1.2.'],
    [' 10.1.2.3'],
    ['10.1.2.3 '],
    ['10.1.2.3:443'],
    ['10.1.2.3/32'],
    ['10.1.2.3, 10.1.2.4'],
    ['[::1]'],
    ['::1/128'],
    ['fe80::1%eth0'],
    ['::ffff:0x0a.1.2.3'],
    ['::ffff:010.1.2.3'],
    ['::ffff:10.1.2.256'],
    ['::ffff:10.1.2.3%eth0'],
    ['::1.2.3.4:5'],
    ['1:2:3:4:5:6:7:1.2.3.4'],
    ['1::2::3'],
    [':::'],
    [':1::'],
    ['1:2:3:4:5:6:7'],
    ['1:2:3:4:5:6:7:8:9'],
    ['12345::'],
    ['::g'],
    [':'],
    [''],
    [`${'0:'.repeat(50)}:1`],
    [167_837_955],
    [true],
    [{ address: '10.1.2.3' }],
  ])('does not contain %p', (address) => {
    expect(isWithin(everywhere, address)).toBe(false);
    expect(holds({ op: 'not_in_cidr', value: '192.0.2.0/24' }, address)).toBe(false);
  });

  it('reads the addresses that Node reads, and no others', () => {
    const parts = ['', ':', '::', '0', '1', 'ffff', '10.1.2.3', '1.2', '12345', 'G'];
    const texts = parts.flatMap((a) =>
      parts.flatMap((b) => parts.flatMap((c) => parts.map((d) => `${a}${b}${c}${d}`))),
    );
    texts.push('1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7::', '::2:3:4:5:6:7:8', '1:2:3:4::5:6:7:8', '1:2:3:4:5:6:1.2.3.4');
    expect(texts.filter((text) => isWithin(everywhere, text) !== (isIPv4(text) || isIPv6(text)))).toStrictEqual([]);
  });

  it.each([
    ['10.0.0.0/33', '"/0" to "/32"'],
    ['10.0.0.0/', '"/0" to "/32"'],
    ['10.0.0.0/08', '"/0" to "/32"'],
    ['10.0.0.0/-1', '"/0" to "/32"'],
    ['10.0.0.0/1e1', '"/0" to "/32"'],
    ['2001:db8::/129', '"/0" to "/128"'],
    ['::ffff:10.0.0.0/129', '"/0" to "/128"'],
    ['10.0.0.0/8/8', 'an IPv4 or IPv6 address, or a range'],
    ['10.0.0/8', 'an IPv4 or IPv6 address, or a range'],
    ['10.0.0.0/255.0.0.0', '"/0" to "/32"'],
    ['fe80::%eth0/10', 'an IPv4 or IPv6 address, or a range'],
    ['office', 'an IPv4 or IPv6 address, or a range'],
    ['', 'an IPv4 or IPv6 address, or a range'],
  ])('rejects %p because it needs %s', (value, remedy) => {
    expect(problemsOf({ op: 'in_cidr', value })).toEqual([expect.stringContaining(remedy)]);
    expect(problemsOf({ op: 'in_cidr', values: ['10.0.0.0/8', value] })).toEqual([
      expect.stringMatching(/^values\[1\]: must /),
    ]);
  });

  it('may be listed with 999 others', () => {
    const ranges = Array.from({ length: 1000 }, (_, i) => `10.${i >> 8}.${i & 255}.0/24`);
    expect(holds({ op: 'in_cidr', values: ranges }, '10.3.231.9')).toBe(true);
    expect(holds({ op: 'in_cidr', values: ranges }, '10.3.232.9')).toBe(false);
    expect(problemsOf({ op: 'in_cidr', values: [...ranges, '::1'] })).toEqual([
      expect.stringMatching(/^values: .*1000/),
    ]);
  });
});

import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { inCidr } from '../../../lib/engine/targeting/operators/ip-range.js';

/** Few addresses, so that ranges lie within each other and next to each other. */
const byte = fc.constantFrom(0, 1, 2, 127, 128, 255);
const ipv4 = fc.tuple(fc.constantFrom(10, 11), byte, byte, byte).map((bytes) => bytes.join('.'));
const ipv6 = fc
  .tuple(fc.constantFrom('2001', '2002'), byte, byte)
  .map(([first, a, b]) => `${first}:db8:${a.toString(16)}::${b.toString(16)}`);
const address = fc.oneof(ipv4, ipv6);
const range = fc.oneof(
  fc.tuple(ipv4, fc.integer({ min: 0, max: 32 })).map((parts) => parts.join('/')),
  fc.tuple(ipv6, fc.integer({ min: 0, max: 128 })).map((parts) => parts.join('/')),
);

/** An address within a range, as the package compares them; `::/0` and the like hold mapped addresses, too. */
function isWithin(text: string, cidr: string): boolean {
  const [net, prefix] = ipaddr.parseCIDR(cidr);
  const [wide, bits] = net instanceof ipaddr.IPv4 ? [net.toIPv4MappedAddress(), prefix + 96] : [net, prefix];
  const parsed = ipaddr.parse(text);
  return (parsed instanceof ipaddr.IPv4 ? parsed.toIPv4MappedAddress() : parsed).match(wide, bits);
}

describe('An address', () => {
  it('matches a list of ranges exactly when it matches one of them', () => {
    fc.assert(
      fc.property(fc.array(range, { minLength: 1, maxLength: 30 }), fc.array(address), (ranges, addresses) => {
        const test = inCidr.compile(ranges, { ignoreCase: false, lenient: false });
        for (const each of addresses) expect(test(each)).toBe(ranges.some((cidr) => isWithin(each, cidr)));
      }),
      { numRuns: 1000 },
    );
  });
});

import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import type { Operator } from './operator.js';

/** Eight groups of 16 bits. */
type Groups = readonly number[];

interface Range {
  readonly groups: Groups;
  readonly masks: Groups;
}

const MAX_LENGTH = 45; // IPv6 with an IPv4 tail
const MAPPED = [0, 0, 0, 0, 0, 0xffff];

/**
 * An address within one of the ranges; a single address is a range of one. An IPv4 address and its mapped IPv6 address
 * (RFC 4291, `::ffff:10.0.0.1`) are the same, in ranges too: `::/0` holds every address. IPv4 is four decimal numbers
 * without leading zeros, IPv6 has no zone.
 */
export const inCidr: Operator<string> = {
  operand: z.string().max(MAX_LENGTH + '/128'.length),
  maxOperands: 1000,
  options: [],
  problem(operand) {
    const range = rangeOf(operand);
    return typeof range === 'string' ? range : undefined;
  },
  compile(operands) {
    const ranges = operands.map(rangeOf).filter((range) => typeof range !== 'string');
    return (value) => {
      const address = typeof value === 'string' ? groupsOf(value) : undefined;
      if (address === undefined) return undefined;
      for (const range of ranges) if (isWithin(range, address)) return true;
      return false;
    };
  },
};

/** The range, or what is wrong with it. */
function rangeOf(text: string): Range | string {
  const [address = '', prefix, ...rest] = text.split('/');
  const groups = groupsOf(address);
  if (groups === undefined || rest.length > 0) {
    return 'must be an IPv4 or IPv6 address, or a range such as "10.0.0.0/8" or "2001:db8::/32"';
  }
  const [width, before] = address.includes(':') ? [128, 0] : [32, 96];
  if (prefix !== undefined && !(/^(?:0|[1-9]\d{0,2})$/.test(prefix) && Number(prefix) <= width)) {
    return `must end in a prefix of "/0" to "/${width}"`;
  }
  const bits = before + Number(prefix ?? width);
  const masks = groups.map((_, i) => 0xffff & ~(0xffff >> Math.min(16, Math.max(0, bits - 16 * i))));
  return { groups: groups.map((group, i) => group & (masks[i] ?? 0)), masks };
}

function isWithin({ groups, masks }: Range, address: Groups): boolean {
  for (let i = 0; i < 8; i++) if (((address[i] ?? 0) & (masks[i] ?? 0)) !== groups[i]) return false;
  return true;
}

function groupsOf(text: string): Groups | undefined {
  if (text.length > MAX_LENGTH || text.includes('%')) return undefined;
  const tail = text.slice(text.lastIndexOf(':') + 1);
  if (!tail.includes('.')) return text.includes(':') ? groupsOfIPv6(text) : undefined;

  // The package takes `::1.2.3.4` for a mapped address and `0x1` for a part, hence never sees such a tail itself.
  if (!ipaddr.IPv4.isValidFourPartDecimal(tail)) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = tail.split('.').map(Number);
  const [high, low] = [(a << 8) | b, (c << 8) | d];
  if (tail === text) return [...MAPPED, high, low];
  return groupsOf(`${text.slice(0, -tail.length)}${high.toString(16)}:${low.toString(16)}`);
}

function groupsOfIPv6(text: string): Groups | undefined {
  try {
    return ipaddr.IPv6.parse(text).parts;
  } catch {
    return undefined; // asking first would parse twice
  }
}

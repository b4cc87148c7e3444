import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { ContextLimits } from '../../attributes/context-limits.js';
import type { Operator } from './operator.js';

/** Eight groups of 16 bits. */
type Groups = readonly number[];

/** A range of addresses, including both ends. */
interface Range {
  readonly first: Groups;
  readonly last: Groups;
}

const MAX_LENGTH = 45; // IPv6 with an IPv4 tail
const MAPPED = [0, 0, 0, 0, 0, 0xffff];

/**
 * Matches an address within one of the ranges; a single address is a range of one. An IPv4 address and its mapped IPv6
 * address (RFC 4291, `::ffff:10.0.0.1`) are equal, in ranges too: `::/0` contains every address. IPv4 addresses have
 * four decimal numbers without leading zeros; IPv6 addresses have no zone.
 */
export const inCidr: Operator<string> = {
  operand: z.string().max(MAX_LENGTH + '/128'.length),
  maxOperands: 1000,
  maxElements: ContextLimits.parsedElements,
  compares: 'IP addresses',
  options: [],
  views: ['list'],
  problem(operand) {
    const range = rangeOf(operand);
    return typeof range === 'string' ? range : undefined;
  },
  compile(operands) {
    const ranges = disjoint(operands.map(rangeOf).filter((range) => typeof range !== 'string'));
    return (value) => {
      const address = typeof value === 'string' ? groupsOf(value) : undefined;
      return address === undefined ? undefined : isWithin(ranges, address);
    };
  },
};

/** Parses a range; returns a message if it is invalid. */
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
  return {
    first: groups.map((group, i) => group & (masks[i] ?? 0)),
    last: groups.map((group, i) => group | (0xffff & ~(masks[i] ?? 0))),
  };
}

/** Sorts ranges and removes those that lie within others. Two CIDR ranges are either nested or disjoint. */
function disjoint(ranges: readonly Range[]): Range[] {
  const kept: Range[] = [];
  for (const range of ranges.toSorted((a, b) => compare(a.first, b.first) || compare(b.last, a.last))) {
    const before = kept.at(-1);
    if (before === undefined || compare(before.last, range.first) < 0) kept.push(range);
  }
  return kept;
}

/**
 * Finds by binary search the last range that begins at or before the address, and tests whether it contains the
 * address.
 */
function isWithin(ranges: readonly Range[], address: Groups): boolean {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(ranges[middle]?.first ?? [], address) <= 0) low = middle + 1;
    else high = middle;
  }
  const range = ranges[low - 1];
  return range !== undefined && compare(address, range.last) <= 0;
}

function compare(a: Groups, b: Groups): number {
  for (let i = 0; i < 8; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function groupsOf(text: string): Groups | undefined {
  if (text.length > MAX_LENGTH || text.includes('%')) return undefined;
  const tail = text.slice(text.lastIndexOf(':') + 1);
  if (!tail.includes('.')) return text.includes(':') ? groupsOfIPv6(text) : undefined;

  // The package would read `::1.2.3.4` as a mapped address and accept `0x1` as a part, so dotted tails are parsed here.
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
    return undefined; // checking first would parse twice
  }
}

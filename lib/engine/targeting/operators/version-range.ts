import semver from 'semver';
import type { Operator } from './operator.js';
import { isAbove, isAtLeast, isAtMost, isBelow, isSame } from './ordered.js';
import { compareVersions, versionIn, versionOperator, type Version } from './version.js';

/** The maximum number of comparisons of all ranges in a condition; `^2.1` has two. */
export const MAX_COMPARISONS = 100;

/** One comparison of a range. */
interface Bound {
  readonly version: Version;
  readonly holds: (comparison: number) => boolean;
}

const RELATIONS = { '': isSame, '=': isSame, '>': isAbove, '>=': isAtLeast, '<': isBelow, '<=': isAtMost };

/** Matches ranges such as `2.x-beta`, in which the `semver` package would ignore the text after the x. */
const PRERELEASE_OF_MANY = /(?:^|[\s<>=~^vV|])(?:\d+\.)*[xX*](?:\.[xX*])*[-+]/;

/**
 * Matches a version within one of the ranges, in npm's syntax: `^2.1`, `~2.1`, `>=2 <3`, `1 - 2.3`, `2.x`, `1 || 3`.
 * Unlike in npm, a range contains every pre-release between its ends: `2.2.0-beta` is in `^2.1`. Ranges are parsed
 * once, by the `semver` package; versions are then compared as by the other operators.
 */
export const semverMatches: Operator<string> = {
  ...versionOperator,
  problem(operand) {
    const range = rangeIn(operand);
    return typeof range === 'string' ? range : undefined;
  },
  problemOfAll(operands) {
    const count = boundsOf(operands).flat().length;
    return count <= MAX_COMPARISONS
      ? undefined
      : `are ranges of ${count} comparisons, more than ${MAX_COMPARISONS}: use several conditions`;
  },
  compile(operands, options) {
    const alternatives = boundsOf(operands);
    return (value) => {
      const version = versionIn(value, options);
      return version === undefined ? undefined : alternatives.some((bounds) => isWithin(bounds, version));
    };
  },
};

function isWithin(bounds: readonly Bound[], version: Version): boolean {
  for (const bound of bounds) if (!bound.holds(compareVersions(version, bound.version))) return false;
  return true;
}

/** The alternatives of all ranges, each with the comparisons that must all hold. */
function boundsOf(operands: readonly string[]): Bound[][] {
  const ranges = operands.map(rangeIn).filter((range) => typeof range !== 'string');
  return ranges.flatMap(({ set }) =>
    set.map((comparators) =>
      comparators
        .filter(({ value }) => value !== '') // any version
        .map(({ semver: base, operator }) => ({ version: { base, fourth: 0 }, holds: RELATIONS[operator ?? ''] })),
    ),
  );
}

/** Parses a range; returns a message if it is invalid. */
function rangeIn(text: string): semver.Range | string {
  const isReadable = text.split('||').every((part) => part.trim() !== '') && !PRERELEASE_OF_MANY.test(text);
  const range = isReadable ? parsed(text) : undefined;
  if (range === undefined) return 'must be a version range such as "^2.1", "~2.1", ">=2 <3", "1 - 2.3" or "2.x || 4"';
  return semver.minVersion(range) === null ? 'is a range that contains no version' : range;
}

function parsed(text: string): semver.Range | undefined {
  try {
    return new semver.Range(text, { includePrerelease: true });
  } catch {
    return undefined; // its message would repeat the text
  }
}

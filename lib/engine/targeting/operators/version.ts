import semver from 'semver';
import { z } from 'zod';
import { ContextLimits } from '../../attributes/context-limits.js';
import type { Order } from './ordered.js';

const MAX_LENGTH = 256; // what the package takes
const PARTIAL = /^[vV]?(\d+)(?:\.(\d+))?(?:\.(\d+))?([-+].*)?$/;

/**
 * Versions in the order of Semantic Versioning 2.0.0, to the letter: no leading `v`, no blanks. With `lenient`, what is
 * missing is 0: `2`, `v2.1` and `2.1-beta`. Build metadata does not count.
 */
export const versions: Order<semver.SemVer> = {
  operand: z.string().max(MAX_LENGTH),
  compares: 'versions',
  options: ['lenient'],
  views: ['list'],
  maxElements: ContextLimits.parsedElements,
  problem(operand, { lenient }) {
    if (versions.read(operand, { lenient, ignoreCase: false }) !== undefined) return undefined;
    return lenient
      ? 'must be a version such as "2", "v2.1" or "2.1.0-beta.1"'
      : 'must be a version such as "2.1.0" or "2.1.0-beta.1"; "lenient": true also takes "2" and "v2.1"';
  },
  read(value, { lenient }) {
    if (typeof value !== 'string' || value.length > MAX_LENGTH) return undefined;
    const text = lenient ? completed(value) : value;
    if (!/^\d\S*$/.test(text)) return undefined; // the package trims, and drops a `v`
    const version = semver.parse(text);
    return version === null || version.prerelease.some(isBeyondNumbers) ? undefined : version;
  },
  compare: (a, b) => a.compare(b),
};

function completed(text: string): string {
  return text.replace(
    PARTIAL,
    (_, major: string, minor = '0', patch = '0', rest = '') => `${major}.${minor}.${patch}${rest}`,
  );
}

/** Numbers above 2^53 would be compared rounded, so that the order would be none. */
function isBeyondNumbers(identifier: string | number): boolean {
  return typeof identifier === 'string' && /^\d+$/.test(identifier);
}

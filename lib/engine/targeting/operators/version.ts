import semver from 'semver';
import { z } from 'zod';
import type { OperatorOptions } from '../../extensions.js';
import { ContextLimits } from '../../attributes/context-limits.js';
import type { Operator } from './operator.js';
import type { Order } from './ordered.js';

/** A version, which may have a fourth number, as in Windows and many apps. */
export interface Version {
  readonly base: semver.SemVer;
  /** 0 if there is none. */
  readonly fourth: number;
}

const MAX_LENGTH = 256; // the limit of the `semver` package
const MAX_OPERANDS = 100;
const LENIENT = /^[vV]?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.(0|[1-9]\d*))?([-+].*)?$/;

/** The properties that all operators on versions share. */
export const versionOperator = {
  operand: z.string().max(MAX_LENGTH),
  maxOperands: MAX_OPERANDS,
  compares: 'versions',
  options: ['lenient'],
  views: ['list'],
  maxElements: ContextLimits.parsedElements,
} satisfies Partial<Operator<string>>;

/**
 * Orders versions by Semantic Versioning 2.0.0, strictly: without a leading `v` or spaces. `lenient` also accepts
 * common short forms such as `2`, `v2.1` and `2.1-beta`, whose missing numbers are 0, and `2.1.0.4`. Build metadata is
 * ignored.
 */
export const versions: Order<Version> = {
  ...versionOperator,
  problem: versionProblem,
  read: versionIn,
  compare: compareVersions,
};

/** Matches a version that equals one of the operands. */
export const semverEquals: Operator<string> = {
  ...versionOperator,
  problem: versionProblem,
  compile(operands, options) {
    const wanted = new Set(operands.map((operand) => keyOf(versionIn(operand, options))));
    return (value) => {
      const version = versionIn(value, options);
      return version === undefined ? undefined : wanted.has(keyOf(version));
    };
  },
};

/** Parses a version; `undefined` if the text is not one. */
export function versionIn(value: unknown, { lenient }: OperatorOptions): Version | undefined {
  if (typeof value !== 'string' || value.length > MAX_LENGTH) return undefined;
  if (!lenient) return versionOf(value, 0);
  const written = LENIENT.exec(value);
  if (written === null) return undefined;
  const [, major, minor = '0', patch = '0', fourth = '0', rest = ''] = written;
  const last = Number(fourth);
  return Number.isSafeInteger(last) ? versionOf(`${major}.${minor}.${patch}${rest}`, last) : undefined;
}

/** Compares the first three numbers, then the fourth, then the pre-release. */
export function compareVersions(a: Version, b: Version): number {
  if (a.fourth === b.fourth) return a.base.compare(b.base);
  return a.base.compareMain(b.base) || a.fourth - b.fourth;
}

function versionOf(text: string, fourth: number): Version | undefined {
  if (!/^\d\S*$/.test(text)) return undefined; // the package would accept spaces and a leading `v`
  const base = semver.parse(text);
  return base === null || base.prerelease.some(isBeyondNumbers) ? undefined : { base, fourth };
}

/** The same text for equal versions. */
function keyOf(version: Version | undefined): string | undefined {
  if (version === undefined || version.fourth === 0) return version?.base.version; // without build metadata
  return `${version.fourth} ${version.base.version}`;
}

function versionProblem(operand: string | number, options: OperatorOptions): string | undefined {
  if (versionIn(operand, options) !== undefined) return undefined;
  return options.lenient
    ? 'must be a version such as "2", "v2.1", "2.1.0.4" or "2.1.0-beta.1"'
    : 'must be a version such as "2.1.0" or "2.1.0-beta.1"; "lenient": true also takes "2", "v2.1" and "2.1.0.4"';
}

/**
 * Whether a numeric identifier is above 2^53: it would be rounded when compared, so that the order would be
 * inconsistent.
 */
function isBeyondNumbers(identifier: string | number): boolean {
  return typeof identifier === 'string' && /^\d+$/.test(identifier);
}

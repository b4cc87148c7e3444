import type { Finding } from '../output/finding.js';
import type { DynamicKey } from '../source-keys/source-references.js';

const PROBLEMS = {
  key: (called) => `The flag key of ${called} is not a constant`,
  definitions: (called) => `The definitions of ${called} are not constants`,
  'some definitions': (called) => `Some definitions of ${called} are not constants`,
} as const satisfies Readonly<Record<DynamicKey['subject'], (called: string) => string>>;

/** Reports keys and definitions that cannot be read, so that nobody takes them for checked. */
export function dynamicKeys(dynamic: readonly DynamicKey[]): Finding[] {
  return dynamic.map(({ subject, place, called }) => ({
    rule: 'dynamic-key',
    message: `${PROBLEMS[subject](called)}, and cannot be checked.`,
    place,
  }));
}

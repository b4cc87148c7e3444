import type { Finding } from '../output/finding.js';
import type { DynamicKey } from '../source-keys/source-references.js';

/** Reports keys that cannot be read, so that nobody takes them for checked. */
export function dynamicKeys(dynamic: readonly DynamicKey[]): Finding[] {
  return dynamic.map(({ place, called }): Finding => {
    const subject = DEFINES.has(called) ? 'The definitions' : 'The flag key';
    const verb = DEFINES.has(called) ? 'are not constants' : 'is not a constant';
    return { rule: 'dynamic-key', message: `${subject} of ${called} ${verb}, and cannot be checked.`, place };
  });
}

/** The names of what takes definitions instead of keys. */
const DEFINES: ReadonlySet<string> = new Set([
  'initialFlags',
  'FeatureFlagsModule.forFeature',
  'LocalProvider',
  'MemoryProvider',
]);

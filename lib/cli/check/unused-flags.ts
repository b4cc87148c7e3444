import { quoted } from '../../internal/shown-text.js';
import type { Finding } from '../output/finding.js';
import type { SourceReferences } from '../source-keys/source-references.js';
import type { DefinedFlag } from './defined-flag.js';

/**
 * Reports flags that no code asks for. A flag with `client: true` is not reported, because browsers and other services
 * may ask for it.
 *
 * @param isUsed whether a flag is used by something that is not in the code, such as another flag
 */
export function unusedFlags(
  defined: ReadonlyMap<string, DefinedFlag>,
  { keys, dynamic }: SourceReferences,
  isUsed: (key: string) => boolean,
): Finding[] {
  const asked = new Set(keys.filter(({ kind }) => kind !== 'names').map(({ key }) => key));
  const hint = dynamic.some(({ subject }) => subject === 'key') ? ', as far as constant keys tell' : '';
  return [...defined.values()].flatMap(({ key, place, known }): Finding[] => {
    if (asked.has(key) || isUsed(key) || known?.client === true) return [];
    const message =
      `No code asks for the flag ${quoted(key, 128)}${hint}: delete its definition. If something else asks for it, pass ` +
      'its key to --used.';
    return [{ rule: 'unused-flag', message, place, flag: key }];
  });
}

import { counted } from '../../internal/counted.js';
import { quoted } from '../../internal/shown-text.js';
import type { Finding } from '../output/finding.js';
import type { DefinedFlag } from './defined-flag.js';

const DAY_MS = 86_400_000;

/** Reports flags that are past their `expiresAt`. */
export function expiredFlags(defined: Iterable<DefinedFlag>, now: number): Finding[] {
  return [...defined].flatMap(({ key, place, known }): Finding[] => {
    if (known?.expiresAt === undefined) return [];
    const { expiresAt, owner } = known;
    const age = now - Date.parse(expiresAt);
    if (!(age >= 0)) return [];
    const when = age < DAY_MS ? 'less than a day ago' : `${counted(Math.floor(age / DAY_MS), 'day')} ago`;
    const whose = owner === undefined ? '' : ` Its owner is ${quoted(owner, 256)}.`;
    return [
      {
        rule: 'expired-flag',
        message:
          `The flag ${quoted(key, 128)} expired at ${expiresAt}, ${when}.${whose} Remove it from the code and delete its ` +
          'definition, or set a later "expiresAt".',
        place,
        flag: key,
      },
    ];
  });
}

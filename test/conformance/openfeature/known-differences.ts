import type { Case } from './features.js';

/** Cases that do not hold, with the reason. */
const DIFFERENCES: readonly { readonly reason: string; readonly applies: (each: Case) => boolean }[] = [
  {
    reason: 'flags are evaluated in memory, and answers are never cached',
    applies: ({ tags }) => tags.includes('@reason-codes-cached'),
  },
  {
    reason: 'the SDK returns an unfrozen copy of the details: dist/esm/index.js:747 of @openfeature/server-sdk 1.23.0',
    applies: ({ steps }) => steps.some(({ text }) => text === 'the evaluation details should be immutable'),
  },
];

/** Why a case does not hold; `undefined` if it is expected to. */
export function knownDifference(each: Case): string | undefined {
  return DIFFERENCES.find(({ applies }) => applies(each))?.reason;
}

import { counted } from '../../internal/counted.js';
import { quoted } from '../../internal/shown-text.js';
import type { AnswerShares, FlagDifference } from './compare-answers.js';

/** The differences in full, and a summary. */
export function differencesText(differences: readonly FlagDifference[], flags: number, users: number): string {
  const shown = differences.map((difference) => differenceText(difference, users));
  const summary = `${counted(differences.length, 'flag')} of ${flags} would change for ${counted(users, 'sample user')}.`;
  return `${[...shown, summary].join('\n')}\n`;
}

function differenceText({ key, before, after, changed, examples }: FlagDifference, users: number): string {
  const state = before === undefined ? ' (added)' : after === undefined ? ' (removed)' : '';
  const lines = [
    `${key}${state}: ${changed} of ${counted(users, 'user')} (${percent(changed, users)}) would get another answer`,
    `  before: ${sharesText(before, users)}`,
    `  after:  ${sharesText(after, users)}`,
    ...examples.map(
      (each) => `    ${quoted(each.user, 256)}: ${quoted(each.before, 256)} -> ${quoted(each.after, 256)}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function sharesText(shares: AnswerShares | undefined, users: number): string {
  if (shares === undefined) return 'not defined';
  const variants = Object.entries(shares.variants).map(
    ([name, count]) => `${quoted(name, 256)} ${percent(count, users)}`,
  );
  return [`on for ${percent(shares.on, users)}`, ...variants].join(', ');
}

function percent(count: number, total: number): string {
  return `${total === 0 ? 0 : Number(((count / total) * 100).toFixed(2))}%`;
}

import { counted } from '../../internal/counted.js';
import { levelOf } from './finding.js';
import { FINDING_LEVELS } from './finding-rules.js';
import type { FindingsReport } from './findings-report.js';
import { shownPath } from './shown-path.js';
import type { SourcePlace } from './source-place.js';

/** One line for each finding, `file:line:column level rule message`, and a summary. */
export function textFormat({ findings, examined, root }: FindingsReport): string {
  const lines = findings.map(
    (finding) => `${shownPlace(finding.place, root)}  ${levelOf(finding)}  ${finding.rule}  ${finding.message}`,
  );
  const counts = FINDING_LEVELS.map((level) => ({
    level,
    count: findings.filter((each) => levelOf(each) === level).length,
  }))
    .filter(({ count }) => count > 0)
    .map(({ level, count }) => counted(count, level));
  const summary = counts.length === 0 ? 'No problems' : counts.join(', ');
  return [...lines, ...(lines.length > 0 ? [''] : []), `${summary} in ${examined}.`, ''].join('\n');
}

/** A place that terminals and editors turn into a link. */
export function shownPlace({ file, line, column }: SourcePlace, root: string): string {
  return [shownPath(file, root), line, column].filter((part) => part !== undefined).join(':');
}

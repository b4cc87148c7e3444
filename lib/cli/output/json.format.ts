import { levelOf } from './finding.js';
import type { FindingsReport } from './findings-report.js';
import { shownPath } from './shown-path.js';

/** One JSON object with a list of findings; absent places and flags are left out. */
export function jsonFormat({ findings, root }: FindingsReport): string {
  const shown = findings.map((finding) => {
    const { rule, message, place, flag } = finding;
    const { line, column } = place;
    return { rule, level: levelOf(finding), message, flag, file: shownPath(place.file, root), line, column };
  });
  return `${JSON.stringify({ findings: shown }, undefined, 2)}\n`;
}

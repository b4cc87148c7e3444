import { levelOf } from './finding.js';
import type { FindingLevel } from './finding-rules.js';
import type { FindingsReport } from './findings-report.js';
import { shownPath } from './shown-path.js';

const COMMANDS = { error: 'error', warning: 'warning', note: 'notice' } as const satisfies Record<FindingLevel, string>;

/**
 * Workflow commands that GitHub Actions shows as annotations of the changed files; see
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands.
 */
export function githubFormat({ findings, root }: FindingsReport): string {
  return findings
    .map((finding) => {
      const { rule, message, place } = finding;
      const properties = { file: shownPath(place.file, root), line: place.line, col: place.column, title: rule };
      const shown = Object.entries(properties).flatMap(([name, value]) =>
        value === undefined ? [] : [`${name}=${escapeProperty(String(value))}`],
      );
      return `::${COMMANDS[levelOf(finding)]} ${shown.join(',')}::${escapeData(message)}\n`;
    })
    .join('');
}

/** The escapes of the toolkit of GitHub Actions. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

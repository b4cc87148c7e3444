import { levelOf, type Finding } from './finding.js';
import { FINDING_RULES } from './finding-rules.js';
import type { FindingsReport } from './findings-report.js';
import { shownPath } from './shown-path.js';

/** A SARIF 2.1.0 log, which code scanning services import. File names are relative to `%SRCROOT%`. */
export function sarifFormat({ findings, root }: FindingsReport): string {
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'nestjs-feature-flags', rules: RULES } },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => resultOf(finding, root)),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

const RULES = Object.entries(FINDING_RULES).map(([id, { level, summary }]) => ({
  id,
  shortDescription: { text: summary },
  defaultConfiguration: { level },
}));

function resultOf(finding: Finding, root: string) {
  const { rule, message, flag } = finding;
  return {
    ruleId: rule,
    ruleIndex: RULES.findIndex(({ id }) => id === rule),
    level: levelOf(finding),
    message: { text: message },
    locations: [locationOf(finding, root)],
    ...(flag === undefined ? {} : { properties: { flag } }),
  };
}

function locationOf({ place: { file, line, column } }: Finding, root: string) {
  const uri = shownPath(file, root).split('/').map(encodeURIComponent).join('/');
  const region = line === undefined ? {} : { region: { startLine: line, startColumn: column ?? 1 } };
  return { physicalLocation: { artifactLocation: { uri, uriBaseId: '%SRCROOT%' }, ...region } };
}

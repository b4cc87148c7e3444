import { describe, expect, it } from '@jest/globals';
import type { Log } from 'sarif';
import { exitCodeFor } from '../../../../lib/cli/output/fail-on.js';
import { FINDING_RULES } from '../../../../lib/cli/output/finding-rules.js';
import type { Finding } from '../../../../lib/cli/output/finding.js';
import { FINDINGS_FORMATS, type FindingsFormat } from '../../../../lib/cli/output/findings-format.js';

const findings: readonly Finding[] = [
  {
    rule: 'unknown-flag',
    message: 'Nothing defines the flag "100%".\nCorrect it.',
    place: { file: '/shop/src/a b,c:d.ts', line: 3, column: 7 },
    flag: '100%',
  },
  { rule: 'unused-flag', message: 'No code asks for it.', place: { file: '/shop/flags.yaml', line: 2 }, flag: 'b' },
  { rule: 'invalid-file', message: 'It is missing.', place: { file: '/config/flags.yaml' } },
  { rule: 'dynamic-key', message: 'It is computed.', place: { file: '/shop/src/x.ts', line: 1, column: 1 } },
];

const write = (format: FindingsFormat, given = findings) =>
  FINDINGS_FORMATS[format]({ findings: given, examined: '2 flags', root: '/shop' });

describe('Findings as text', () => {
  it('have a line each, and a summary', () => {
    expect(write('text')).toBe(`src/a b,c:d.ts:3:7  error  unknown-flag  Nothing defines the flag "100%".
Correct it.
flags.yaml:2  warning  unused-flag  No code asks for it.
../config/flags.yaml  error  invalid-file  It is missing.
src/x.ts:1:1  note  dynamic-key  It is computed.

2 errors, 1 warning, 1 note in 2 flags.
`);
  });

  it('say that there are none', () => {
    expect(write('text', [])).toBe('No problems in 2 flags.\n');
  });
});

describe('Findings as JSON', () => {
  it('have the fields of each', () => {
    expect(JSON.parse(write('json'))).toMatchObject({
      findings: [
        { rule: 'unknown-flag', level: 'error', flag: '100%', file: 'src/a b,c:d.ts', line: 3, column: 7 },
        { rule: 'unused-flag', level: 'warning', flag: 'b', file: 'flags.yaml', line: 2 },
        { rule: 'invalid-file', level: 'error', file: '../config/flags.yaml' },
        { rule: 'dynamic-key', level: 'note', message: 'It is computed.' },
      ],
    });
  });

  it('are an empty list if there are none', () => {
    expect(JSON.parse(write('json', []))).toStrictEqual({ findings: [] });
  });
});

describe('Findings as annotations of GitHub Actions', () => {
  it('escape what would end a property or a line', () => {
    expect(write('github').split('\n')).toStrictEqual([
      '::error file=src/a b%2Cc%3Ad.ts,line=3,col=7,title=unknown-flag::Nothing defines the flag "100%25".%0ACorrect it.',
      '::warning file=flags.yaml,line=2,title=unused-flag::No code asks for it.',
      '::error file=../config/flags.yaml,title=invalid-file::It is missing.',
      '::notice file=src/x.ts,line=1,col=1,title=dynamic-key::It is computed.',
      '',
    ]);
  });
});

describe('Findings as SARIF', () => {
  const rules = Object.entries(FINDING_RULES).map(([id, { level, summary }]) => ({
    id,
    shortDescription: { text: summary },
    defaultConfiguration: { level },
  }));
  const driver = { name: 'nestjs-feature-flags', rules };
  /** Its type, from the schema of SARIF 2.1.0, refuses members that the standard does not have. */
  const logOf = (results: Log['runs'][number]['results']): Log => ({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', ...(results && { results }) }],
  });

  it('are a log of one run', () => {
    expect(JSON.parse(write('sarif', findings.slice(0, 1)))).toStrictEqual(
      logOf([
        {
          ruleId: 'unknown-flag',
          ruleIndex: rules.findIndex(({ id }) => id === 'unknown-flag'),
          level: 'error',
          message: { text: 'Nothing defines the flag "100%".\nCorrect it.' },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: 'src/a%20b%2Cc%3Ad.ts', uriBaseId: '%SRCROOT%' },
                region: { startLine: 3, startColumn: 7 },
              },
            },
          ],
          properties: { flag: '100%' },
        },
      ]),
    );
  });

  it('have an empty list of results if there are none', () => {
    expect(JSON.parse(write('sarif', []))).toStrictEqual(logOf([]));
  });

  it('name rules, levels and places', () => {
    const { runs } = JSON.parse(write('sarif')) as Log;
    const [run] = runs;
    expect(run?.tool.driver.rules?.map(({ id }) => id)).toStrictEqual(Object.keys(FINDING_RULES));
    expect(run?.results?.map(({ ruleId, level }) => [ruleId, level])).toStrictEqual([
      ['unknown-flag', 'error'],
      ['unused-flag', 'warning'],
      ['invalid-file', 'error'],
      ['dynamic-key', 'note'],
    ]);
    expect(run?.results?.[0]?.locations?.[0]?.physicalLocation).toStrictEqual({
      artifactLocation: { uri: 'src/a%20b%2Cc%3Ad.ts', uriBaseId: '%SRCROOT%' },
      region: { startLine: 3, startColumn: 7 },
    });
    for (const result of run?.results ?? []) {
      expect(run?.tool.driver.rules?.[result.ruleIndex ?? -1]?.id).toBe(result.ruleId);
    }
  });
});

describe('The exit code', () => {
  it.each([
    ['error', 1],
    ['warning', 1],
    ['note', 1],
    ['never', 0],
  ] as const)('is that of findings of all levels with --fail-on %s', (failOn, code) => {
    expect(exitCodeFor(findings, failOn)).toBe(code);
  });

  it('does not depend on findings that are less serious', () => {
    const notes = findings.filter(({ rule }) => rule === 'dynamic-key');
    expect([exitCodeFor(notes, 'warning'), exitCodeFor(notes, 'note')]).toStrictEqual([0, 1]);
  });
});

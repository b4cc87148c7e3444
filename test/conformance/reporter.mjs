import { basename } from 'node:path';

/** Suites whose blocks are named for the real clients that they use: each client gets a line. */
const SUITES_OF_CLIENTS = new Set(['ofrep']);

/** One line for each suite; below it every case that differs, with its file, its description and what the test says. */
// oxlint-disable-next-line import/no-default-export -- Jest asks for it
export default class ConformanceReporter {
  /** @param {import('@jest/reporters').AggregatedResult} results */
  onRunComplete(_contexts, { testResults }) {
    for (const result of testResults.toSorted((a, b) => b.testFilePath.localeCompare(a.testFilePath))) {
      console.log(reportOf(result).join('\n'));
    }
  }
}

/** @param {import('@jest/test-result').TestResult} result */
function reportOf({ testFilePath, testExecError, failureMessage, testResults }) {
  const suite = basename(testFilePath, '.conformance.ts');
  if (testExecError) return [`${suite} not run`, ...indented(testExecError.message ?? failureMessage)];
  const different = testResults.filter((result) => !holds(result));
  return [
    `${suite} ${sumOf(testResults)}`,
    ...(SUITES_OF_CLIENTS.has(suite) ? clientLines(testResults) : []),
    ...different.flatMap(({ ancestorTitles, title, status, failureMessages }) => [
      `  ${ancestorTitles.join(' ')}: ${title}`,
      ...(failureMessages.length === 0 ? [`    ${noteOf(status)}`] : failureMessages.flatMap(indented)),
    ]),
  ];
}

/** How many hold, of how many. */
function sumOf(results) {
  return `${results.filter(holds).length}/${results.length}`;
}

function noteOf(status) {
  return status === 'passed' ? 'differs, as expected' : status;
}

/** Whether a case holds. That a known difference is still there is expected, so such a test passes. */
function holds({ status, title }) {
  return status === 'passed' && !title.includes('[known difference: ');
}

function clientLines(results) {
  const clients = new Set(results.map(({ ancestorTitles: [client] }) => client));
  return [...clients].map((client) => {
    const ofClient = results.filter(({ ancestorTitles: [name] }) => name === client);
    return `  ${client}: ${sumOf(ofClient)}`;
  });
}

/** An error's message, without its name and stack. */
function indented(error) {
  const [message = ''] = error.split(/\n\s+at /);
  return message
    .replace(/^Error: /, '')
    .split('\n')
    .map((line) => `    ${line}`);
}

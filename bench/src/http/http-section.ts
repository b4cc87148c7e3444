import { median, medianError } from '../measure/statistics.js';
import { markdownTable } from '../report/markdown-table.js';
import type { GateResult, HttpResults, RowResult, SettingResult } from './http-results.js';
import { figuresOf, slicesOf } from './row-figures.js';

/** The suite's part of the report, in Markdown. */
export function httpSection({ settings, gates = [] }: HttpResults): string {
  return [
    '## HTTP',
    '`GET /checkout` returns a small JSON object. Each row is a separate process; the rows of a table are measured in turn, ' +
      'round by round, over 32 connections, with the server on one core and the load generator on another. "Of bare" and ' +
      '"more" compare with the bare route in the same round, as medians over the rounds. The bare route has two processes; ' +
      'their difference is the noise. Ambient context is off, except in rows marked "ambient".',
    'V8 runs with its default heap, after four full garbage collections, as in a server that has been running for a while. ' +
      'This affects the result: `process.nextTick` creates an object with computed keys, and V8 discards the type feedback ' +
      'for its shape in the third full collection in which no tick is waiting, for good. From then on, each request costs ' +
      'microseconds more (6 to 7 with bare Fastify on Node 20). Importing any larger package changes when this happens; ' +
      'its remaining cost is the row "package imported, not registered", to be compared with the noise. One table shows ' +
      'servers before it happens: they start with `--initial-old-space-size=256`, which prevents full collections.',
    'The utilization of the bare server is given above each table: far below 100%, the load generator was the bottleneck, and ' +
      'only the CPU column is meaningful.',
    ...(gates.length === 0 ? [] : [gatesTable(gates)]),
    ...settings.map(tableOf),
  ].join('\n\n');
}

function gatesTable(gates: readonly GateResult[]): string {
  return [
    '### Gates compared with guards that return `true`',
    'CPU time of the server in microseconds per request, in addition to the same route with an equal number of guards that ' +
      'return `true`, both inside an `AsyncLocalStorage.run`: the median over the rounds and its standard error. Here, one ' +
      'process serves all routes, in turns of a tenth of a second, so that code, heap and collections are the same for both.',
    markdownTable(
      ['server', 'one `FlagGuard`', 'five `FlagGuard`s', 'rounds'],
      gates.map(({ title, more }) => [title, withError(more.one), withError(more.five), String(more.one.length)]),
    ),
  ].join('\n\n');
}

function withError(more: readonly number[]): string {
  return `${signed(median(more))} ± ${medianError(more).toFixed(2)}`;
}

function tableOf(setting: SettingResult): string {
  const { title, rows } = setting;
  const rounds = slicesOf(setting, 'bare').length;
  const busy = Math.round(median(slicesOf(setting, 'bare').map((slice) => slice.busy)) * 100);
  const lines = rows.flatMap((row) => {
    const line = lineOf(setting, row);
    const again: RowResult = { ...row, title: 'the same in a second process', slices: setting.bareAgain };
    return row.name === 'bare' ? [line, lineOf(setting, again)] : [line];
  });
  return [
    `### ${title}`,
    '',
    `${rounds} rounds; the bare server is busy ${busy}% of a core.`,
    '',
    '| row | requests/s | of bare | middle half | CPU µs/request | more than bare |',
    '|---|---:|---:|---:|---:|---:|',
    ...lines,
  ].join('\n');
}

function lineOf(setting: SettingResult, { title, slices, refused }: RowResult): string {
  const figures = figuresOf(setting, slices);
  if (figures === undefined) return `| ${title} | not timed: ${cell(refused ?? 'no slices')} | | | | |`;
  const { rate, share, shareRange, cpu, cpuMore } = figures;
  const range = shareRange.map(percent).join(' … ');
  return `| ${title} | ${Math.round(rate)} | ${percent(share)} | ${range} | ${cpu.toFixed(1)} | ${signed(cpuMore)} |`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}

function signed(micros: number): string {
  return `${micros < 0 ? '−' : '+'}${Math.abs(micros).toFixed(2)}`;
}

/** The text of a table cell, shortened if necessary. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').slice(0, 300);
}

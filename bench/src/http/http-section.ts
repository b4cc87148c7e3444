import { median, medianError } from '../measure/statistics.js';
import { markdownTable } from '../report/markdown-table.js';
import type { GateResult, HttpResults, RowResult, SettingResult } from './http-results.js';
import { figuresOf, slicesOf } from './row-figures.js';

/** The report's tables, in Markdown; begins with a heading of the second level. */
export function httpSection({ settings, gates = [] }: HttpResults): string {
  return [
    '## HTTP',
    '`GET /checkout` answers a small JSON. Each row is a process of its own; all of a table are loaded in turn, round by ' +
      'round, over 32 connections, the server on one core and the load on another. "Of bare" and "more" compare with the ' +
      'bare route in the same round, medians over the rounds; the bare route has two processes, and what they differ by is ' +
      'the noise. Ambient context is off unless a row says "ambient".',
    'V8 runs with its default heap, and all garbage has been collected four times before a server is measured, as in one ' +
      'that has run for a while. That matters: `process.nextTick` builds an object with computed keys, whose shape V8 ' +
      'forgets in its third full collection while no tick waits, and does not learn again. From then on each request costs ' +
      'microseconds more (6 to 7 with bare Fastify on Node 20). Importing any larger package moves when that happens; ' +
      'what it costs besides is the row "package imported, not registered", to be read beside the noise. One table shows ' +
      'servers before it happens; they begin with `--initial-old-space-size=256`, so that nothing is collected in full.',
    'How busy the bare server is stands above each table: far below 100 %, the load was the limit, and only the CPU column ' +
      'means something.',
    ...(gates.length === 0 ? [] : [gatesTable(gates)]),
    ...settings.map(tableOf),
  ].join('\n\n');
}

function gatesTable(gates: readonly GateResult[]): string {
  return [
    '### Gates beside guards that return `true`',
    'CPU of the server in microseconds a request, more than the same route with as many guards that return `true`, both inside ' +
      'an `AsyncLocalStorage.run`: the median over the rounds and its standard error. Here all routes are served by one process, ' +
      'in turns of a tenth of a second, so that code, heap and collections are the same for both.',
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
    const again: RowResult = { ...row, title: 'the same again, second process', slices: setting.bareAgain };
    return row.name === 'bare' ? [line, lineOf(setting, again)] : [line];
  });
  return [
    `### ${title}`,
    '',
    `${rounds} rounds; the bare server is busy ${busy} % of a core.`,
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
  return `${(share * 100).toFixed(1)} %`;
}

function signed(micros: number): string {
  return `${micros < 0 ? '−' : '+'}${Math.abs(micros).toFixed(2)}`;
}

/** What fits into one cell. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').slice(0, 300);
}

import { flagCases } from '../evaluate/flag-case.js';
import { RULE, taskOf, waysOfOurs, type WayOfOurs } from '../evaluate/ways-of-ours.js';
import { leftNotes } from '../report/left-notes.js';
import { markdownTable } from '../report/markdown-table.js';
import type { MemoryResults } from './memory-results.js';

/** The suite's part of the report, in Markdown. */
export function memorySection(results: MemoryResults): string {
  const { contenders, failed } = results;
  return [
    '## Memory',
    'The bytes that one evaluation allocates on the heap, including garbage, measured by a million calls of the library and the floor, and by a quarter of a second of calls of the others. The bytes of the same loop without calls are subtracted. † results are promises, which are included.',
    markdownTable(
      ['contender', ...flagCases.map(({ title }) => title)],
      contenders.map(({ name, isAsync, bytes }) => [
        isAsync ? `${name} †` : name,
        ...flagCases.map(({ id }) => shownBytes(bytes[id])),
      ]),
    ),
    leftNotes(contenders, failed, flagCases),
    '**Other methods of the library**',
    oursTable(results),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function oursTable({ ours }: MemoryResults): string {
  const ways = (Object.keys(waysOfOurs) as WayOfOurs[]).filter((way) => ours[taskOf(way, RULE.id)] !== undefined);
  return markdownTable(
    ['case', ...ways.map((way) => waysOfOurs[way])],
    [...flagCases, RULE].map(({ id, title }) => [title, ...ways.map((way) => shownBytes(ours[taskOf(way, id)]))]),
  );
}

/** Bytes, with one decimal place below 10; 0 for fewer than 0.05 per call. */
function shownBytes(bytes: number | undefined): string {
  if (bytes === undefined) return '–';
  if (bytes < 0.05) return '0';
  return bytes.toLocaleString('en-US', { maximumFractionDigits: bytes < 10 ? 1 : 0 });
}

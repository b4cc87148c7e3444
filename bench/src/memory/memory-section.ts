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
    'Bytes that one answer leaves on the heap, garbage included: over a million calls of the library and the floor, over as many calls of the others as a quarter of a second takes. The same loop without a call is subtracted. † answers are promises, which are counted too.',
    markdownTable(
      ['contender', ...flagCases.map(({ title }) => title)],
      contenders.map(({ name, isAsync, bytes }) => [
        isAsync ? `${name} †` : name,
        ...flagCases.map(({ id }) => shownBytes(bytes[id])),
      ]),
    ),
    leftNotes(contenders, failed, flagCases),
    '**More of the library**',
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

/** Whole bytes; of what is below one, what remains of a million calls. */
function shownBytes(bytes: number | undefined): string {
  if (bytes === undefined) return '–';
  if (bytes < 0.05) return '0';
  return bytes.toLocaleString('en-US', { maximumFractionDigits: bytes < 10 ? 1 : 0 });
}

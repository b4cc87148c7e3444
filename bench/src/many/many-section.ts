import { median, medianRatio } from '../measure/statistics.js';
import { factor, figure, spread } from '../report/figures.js';
import { leftNotes } from '../report/left-notes.js';
import { markdownTable } from '../report/markdown-table.js';
import type { FileEdit, ManyResults } from './many-results.js';
import { ALL_FLAGS_COUNT, CHANGED_AMONG, FLAT_SIZES, LOADED_COUNT } from './many-sizes.js';

/** The suite's part of the report, in Markdown. */
export function manySection(results: ManyResults): string {
  return [
    '## Many flags',
    `Flags of all six kinds in equal parts; a user list has 20 users. Medians, in parentheses the minimum and the 90th percentile.`,
    `**All of ${figureOf(ALL_FLAGS_COUNT)} flags for one user** (µs for the whole call, ${results.rounds} rounds; † results are promises). Contenders that do not support all kinds have fewer flags: compare the time per flag.`,
    allFlagsTable(results),
    leftNotes(results.allFlags, results.failed, [{ id: 'all-flags', title: 'all flags at once' }]),
    '**One flag among few and many** (ns, for eight keys in turn, which are spread over the set)',
    flatTable(results),
    `**Loading ${figureOf(LOADED_COUNT)} flags**, each time in a new process`,
    loadTable(results.load),
    `**Loading ${figureOf(LOADED_COUNT)} flags with five rules each**, in the same way; the floor has the same rules as closures`,
    loadTable(results.loadWithRules),
    `**Editing one flag in a JSON file of ${figureOf(LOADED_COUNT)}** that a manager watches (ms)`,
    fileEditTable(results),
    '**Changing one flag** (µs, from the new definition\'s JSON text until it is in force; "blocked": how long the event loop is blocked)',
    replaceTable(results),
    recompiledNote(results),
    bulkTable(results),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function allFlagsTable({ allFlags }: ManyResults): string {
  const floor = allFlags.find(({ id }) => id === 'floor');
  const rows = allFlags
    .filter(({ times }) => times.length > 0)
    .map(({ name, isAsync, flags, times }) => [
      isAsync ? `${name} †` : name,
      figureOf(flags),
      spread(times.map((time) => time / 1e3)),
      figure(median(perFlag(times, flags))),
      floor === undefined ? '–' : factor(medianRatio(perFlag(times, flags), perFlag(floor.times, floor.flags))),
    ]);
  return markdownTable(['contender', 'flags', 'µs', 'ns per flag', '/ floor'], rows);
}

function flatTable({ flat }: ManyResults): string {
  const names = { 'nestjs-feature-flags': 'nestjs-feature-flags', floor: 'floor (by hand)' };
  return markdownTable(
    ['among', ...FLAT_SIZES.map(figureOf)],
    Object.entries(names).map(([id, name]) => [name, ...FLAT_SIZES.map((size) => spread(flat[id]?.[size] ?? []))]),
  );
}

function loadTable({ 'nestjs-feature-flags': ours, floor }: ManyResults['load']): string {
  const row = (title: string, of: 'whole' | 'compile' | 'heap') => [
    title,
    spread(ours[of]),
    spread(floor[of]),
    factor(medianRatio(ours[of], floor[of])),
  ];
  return markdownTable(
    ['', 'ours', 'floor', 'ours / floor'],
    [
      row('ms from JSON text to the first evaluation, with parsing and validation', 'whole'),
      row('ms from parsed definitions to the first evaluation, the second time in a process', 'compile'),
      row('heap bytes per flag, including its definition', 'heap'),
    ],
  );
}

function fileEditTable({ fileEdits }: ManyResults): string {
  const row = (title: string, of: keyof FileEdit) => [title, spread(fileEdits.map((edit) => edit[of]))];
  return markdownTable(
    ['', 'ms'],
    [
      row('the longest time for which the event loop was blocked', 'blocked'),
      row('CPU time from the edit until it is in force', 'work'),
      row('CPU time of `JSON.parse` of the file', 'parse'),
    ],
  );
}

function replaceTable({ replace }: ManyResults): string {
  const ways = {
    'ours-set': '`MemoryProvider.set`',
    'ours-save': '`saveFlag`, audited',
    'ours-override': '`setOverride`, audited',
    'ours-delta': '`saveFlag` by another instance that shares the store, both in this process',
    floor: 'floor (by hand)',
  };
  const [few, , many] = CHANGED_AMONG;
  return markdownTable(
    ['', ...CHANGED_AMONG.flatMap((size) => [`in force, among ${figureOf(size)}`, 'blocked']), 'many / few'],
    Object.entries(ways).map(([way, title]) => [
      title,
      ...CHANGED_AMONG.flatMap((size) => {
        const figures = replace[`${way}: ${size}`];
        return [figure(median(figures?.seen ?? [])), figure(median(figures?.blocked ?? []))];
      }),
      factor(medianRatio(replace[`${way}: ${many}`]?.seen ?? [], replace[`${way}: ${few}`]?.seen ?? [])),
    ]),
  );
}

function bulkTable({ bulk }: ManyResults): string {
  if (bulk === undefined) return '';
  const table = markdownTable(
    ['`saveAll` into a `MemoryStore`, audited', 'loaded as initial flags', 'saved / loaded'],
    [[spread(bulk.save), spread(bulk.load), factor(medianRatio(bulk.save, bulk.load))]],
  );
  return `**Saving ${figureOf(LOADED_COUNT)} flags at once** (ms, each time in a new process)\n\n${table}`;
}

function recompiledNote({ recompiled: { others, own, strategyCalls } }: ManyResults): string {
  const itself = own ? 'the flag itself and' : 'not the flag itself, and';
  return `Replacing one of ${figureOf(LOADED_COUNT)} flags compiles ${itself} ${figureOf(others)} of the others. A custom strategy that all of them use is called ${figureOf(strategyCalls)} times for that, including the validation.`;
}

function figureOf(count: number): string {
  return count.toLocaleString('en-US');
}

function perFlag(times: readonly number[], flags: number): readonly number[] {
  return times.map((time) => time / flags);
}

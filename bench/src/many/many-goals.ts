import { median, medianRatio } from '../measure/statistics.js';
import { figure } from '../report/figures.js';
import { GoalLimits } from '../report/goal-limits.js';
import { ratioGoal, type Goal } from '../report/goal.js';
import { changeGoals } from './change-goals.js';
import type { ManyResults } from './many-results.js';
import { ALL_FLAGS_COUNT, LOADED_COUNT } from './many-sizes.js';

const WHY = {
  all: 'Each evaluation costs as much as a single one; see there.',
  compile:
    'Flags are compiled at their first evaluation. The rest of a load adds each flag to the map of its provider, to the ' +
    'list of changes and to the definitions in force, in code that has hardly been executed. The floor fills one map and creates one ' +
    'closure for each flag.',
  whole:
    'About half of the time is due to cold code: a later load in the same process takes half of it. The rest is mostly the ' +
    'frozen copy of untrusted input, the validation of each definition by closures made of its schema, and garbage collection.',
  heap:
    'In addition to its definition, each flag has entries in the maps of its provider, of the definitions in force, and of ' +
    'compiled flags. An evaluated flag also has its frozen results and closures.',
  edit: 'The text is read, decoded and scanned for the positions of all definitions, in slices of 4 ms; one is parsed.',
  bulk:
    'In addition to what a load does, each definition is serialized and hashed twice, with its audit entry and as a document; ' +
    'its size is counted; the entry is frozen; and the store, the log and the replica each add it to their own maps. A faster ' +
    'load raises this ratio.',
} as const;

/** The suite's goals, from its own figures. */
export function manyGoals({
  allFlags,
  load,
  loadWithRules,
  fileEdits,
  recompiled,
  bulk,
  replace,
}: ManyResults): readonly Goal[] {
  const timesOf = (id: string) => allFlags.find((each) => each.id === id)?.times ?? [];
  const { 'nestjs-feature-flags': ours, floor } = load;
  const { 'nestjs-feature-flags': oursWithRules, floor: floorWithRules } = loadWithRules;
  const blocked = median(fileEdits.map((edit) => edit.blocked));
  const { blockedMilliseconds, overJsonParse } = GoalLimits.fileEdit;
  const many = `${LOADED_COUNT.toLocaleString('en-US')} flags`;
  return [
    ratioGoal(`${ALL_FLAGS_COUNT.toLocaleString('en-US')} flags for one user`, {
      ratio: medianRatio(timesOf('nestjs-feature-flags'), timesOf('floor')),
      limit: GoalLimits.allFlags.overFloor,
      floor: 'the floor',
      why: WHY.all,
    }),
    ratioGoal(`${many}: load from parsed definitions`, {
      ratio: medianRatio(ours.compile, floor.compile),
      limit: GoalLimits.load.fromParsed,
      floor: 'the floor, from its parsed definitions too',
      why: WHY.compile,
    }),
    ratioGoal(`${many}: load from JSON text, with parsing and validation`, {
      ratio: medianRatio(ours.whole, floor.whole),
      limit: GoalLimits.load.fromText,
      floor: 'the floor',
      why: WHY.whole,
    }),
    ratioGoal(`${many}: heap`, {
      ratio: medianRatio(ours.heap, floor.heap),
      limit: GoalLimits.load.heap,
      floor: 'the floor',
      why: WHY.heap,
    }),
    ratioGoal(`${many} with five rules: load from JSON text`, {
      ratio: medianRatio(oursWithRules.whole, floorWithRules.whole),
      limit: GoalLimits.loadWithRules.fromText,
      floor: 'a floor with the same rules',
      why: WHY.whole,
    }),
    ratioGoal(`${many} with five rules: heap`, {
      ratio: medianRatio(oursWithRules.heap, floorWithRules.heap),
      limit: GoalLimits.loadWithRules.heap,
      floor: 'a floor with the same rules',
      why: WHY.heap,
    }),
    {
      what: `${many} in a file: one is edited, event loop blocked`,
      goal: `≤ ${blockedMilliseconds} ms`,
      measured: `${figure(blocked)} ms`,
      reached: blocked <= blockedMilliseconds,
      why: WHY.edit,
    },
    ratioGoal(`${many} in a file: one is edited, CPU time`, {
      ratio: median(fileEdits.map(({ work, parse }) => work / parse)),
      limit: overJsonParse,
      floor: '`JSON.parse` of the file',
      why: WHY.edit,
    }),
    ...bulkGoals(many, bulk),
    ...changeGoals(replace),
    {
      what: `${many}: one is replaced`,
      goal: 'no other is compiled again',
      measured: `${recompiled.others.toLocaleString('en-US')} others`,
      reached: recompiled.own && recompiled.others <= GoalLimits.change.others,
      why: 'Flags that use the changed one are compiled again; the flags of this set use no other.',
    },
  ];
}

function bulkGoals(many: string, bulk: ManyResults['bulk']): readonly Goal[] {
  if (bulk === undefined) return [];
  return [
    ratioGoal(`${many}: saved by one \`saveAll\` into a store in memory`, {
      ratio: medianRatio(bulk.save, bulk.load),
      limit: GoalLimits.bulk.memoryOverLoad,
      floor: 'loading them as initial flags',
      why: WHY.bulk,
    }),
  ];
}

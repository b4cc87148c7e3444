import { medianRatio } from '../measure/statistics.js';
import { GoalLimits } from '../report/goal-limits.js';
import { ratioGoal, type Goal } from '../report/goal.js';
import type { ManyResults } from './many-results.js';
import { ALL_FLAGS_COUNT, LOADED_COUNT } from './many-sizes.js';

const WHY = {
  all: 'Each answer takes what a single one does; see there.',
  compile:
    'A profile is flat: a quarter is garbage collection, a third compiling (three frozen answers, the closures of the ' +
    'strategy, what they were compiled from, for each flag), the rest passes over all flags, in which the chain merges its ' +
    'layers, references, layers and extensions are checked, and changes are looked for. The floor makes one closure a flag.',
  whole:
    'Most of it is cold code: a second load in the same process takes half of the time. Then come the copy of untrusted ' +
    'input, the schemas (zod, compiled for sets of this size, which takes about 40 ms itself), freezing, and what is said above.',
  heap:
    'Beside the definition itself, each flag keeps three frozen answers (192 bytes), the closures that choose between ' +
    'them and what these remember, and its places in the maps of its provider, of what is in force, and of what is compiled.',
} as const;

/** The suite's goals, from its own figures. */
export function manyGoals({ allFlags, load, recompiled }: ManyResults): readonly Goal[] {
  const timesOf = (id: string) => allFlags.find((each) => each.id === id)?.times ?? [];
  const { 'nestjs-feature-flags': ours, floor } = load;
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
    {
      what: `${many}: one is replaced`,
      goal: 'no other is compiled again',
      measured: `${recompiled.others.toLocaleString('en-US')} others`,
      reached: recompiled.own && recompiled.others <= GoalLimits.change.others,
    },
  ];
}

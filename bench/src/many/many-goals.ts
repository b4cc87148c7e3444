import { medianRatio } from '../measure/statistics.js';
import { factor, figure } from '../report/figures.js';
import type { Goal } from '../report/goal.js';
import type { ManyResults } from './many-results.js';
import { ALL_FLAGS_COUNT, LOADED_COUNT } from './many-sizes.js';

const OVER_FLOOR = 1.5;
const PARSED_OVER_FLOOR = 4;

/** The suite's goals, from its own figures. */
export function manyGoals({ allFlags, load, recompiled }: ManyResults): readonly Goal[] {
  const timesOf = (id: string) => allFlags.find((each) => each.id === id)?.times ?? [];
  const { 'nestjs-feature-flags': ours, floor } = load;
  const many = `${LOADED_COUNT.toLocaleString('en-US')} flags`;
  return [
    ratioGoal(
      `${ALL_FLAGS_COUNT.toLocaleString('en-US')} flags for one user`,
      medianRatio(timesOf('nestjs-feature-flags'), timesOf('floor')),
      `≤ ${OVER_FLOOR} × the floor`,
      OVER_FLOOR,
    ),
    ratioGoal(
      `${many}: load from parsed definitions`,
      medianRatio(ours.compile, floor.compile),
      `≤ ${OVER_FLOOR} × the floor, from its parsed definitions too`,
      OVER_FLOOR,
    ),
    ratioGoal(
      `${many}: load from JSON text, with parsing and validation`,
      medianRatio(ours.whole, floor.whole),
      `≤ ${PARSED_OVER_FLOOR} × the floor`,
      PARSED_OVER_FLOOR,
    ),
    ratioGoal(`${many}: heap`, medianRatio(ours.heap, floor.heap), `≤ ${OVER_FLOOR} × the floor`, OVER_FLOOR),
    {
      what: `${many}: one is replaced`,
      goal: 'no other is compiled again',
      measured: `${recompiled.others.toLocaleString('en-US')} others`,
      reached: recompiled.own && recompiled.others === 0,
    },
  ];
}

function ratioGoal(what: string, ratio: number, goal: string, limit: number): Goal {
  const missed = ratio > limit ? `, ${figure((ratio / limit - 1) * 100)} % over it` : '';
  return { what, goal, measured: `${factor(ratio)}${missed}`, reached: ratio <= limit };
}

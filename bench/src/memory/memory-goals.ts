import { FLOOR, OURS } from '../evaluate/fastest-peer.js';
import { taskOf } from '../evaluate/ways-of-ours.js';
import { GoalLimits } from '../report/goal-limits.js';
import type { Goal } from '../report/goal.js';
import type { MemoryResults } from './memory-results.js';

const { answer: NOTHING, record: ONE_OBJECT } = GoalLimits.memory;

const WHY_NOT_NOTHING =
  '`Date.now()` returns a number that does not fit into 31 bits, so that V8 allocates it on the heap: 16 bytes, also in the ' +
  'floor. A timer at the end of a window would need no clock, but it fires late if the event loop is busy or after a suspend, ' +
  'and a window must end to the millisecond.';

/** The suite's goals, from its own figures. */
export function memoryGoals({ contenders, ours }: MemoryResults): readonly Goal[] {
  const bytesOf = (id: string) => contenders.find((each) => each.id === id)?.bytes ?? {};
  const floor = bytesOf(FLOOR);
  const more = Object.entries(ours);
  const answers = [...Object.entries(bytesOf(OURS)), ...more.filter((each) => !isRecord(each))];
  const what = 'bytes allocated by `isEnabled` and `getVariant`';
  return [
    goalOf(what, '0 in every case (a million calls)', answers, NOTHING, floor),
    goalOf(
      'bytes allocated by `evaluate()`',
      `one object: ≤ ${ONE_OBJECT} bytes`,
      more.filter(isRecord),
      ONE_OBJECT,
      floor,
    ),
  ];
}

function isRecord([task]: readonly [string, number]): boolean {
  return task.startsWith(taskOf('evaluate', ''));
}

/** @param floor the bytes that the floor allocates, by case, which show the allocations of the runtime itself */
function goalOf(
  what: string,
  goal: string,
  bytes: readonly (readonly [string, number])[],
  limit: number,
  floor: Readonly<Record<string, number>>,
): Goal {
  const over = bytes.filter(([, each]) => each > limit);
  const most = Math.max(...bytes.map(([, each]) => each));
  const shown = ([task, each]: readonly [string, number]) => {
    const ofFloor = floor[task.split(': ').at(-1) ?? ''] ?? 0;
    return `${task} ${Math.round(each)}${ofFloor > NOTHING ? ` (floor: ${Math.round(ofFloor)})` : ''}`;
  };
  const measured =
    over.length === 0
      ? `${Math.round(most)} at most, of ${bytes.length}`
      : `${over.length} of ${bytes.length} over it: ${over.map(shown).join(', ')}`;
  return { what, goal, measured, reached: bytes.length > 0 && over.length === 0, why: WHY_NOT_NOTHING };
}

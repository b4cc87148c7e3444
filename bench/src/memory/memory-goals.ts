import { FLOOR, OURS } from '../evaluate/fastest-peer.js';
import { taskOf } from '../evaluate/ways-of-ours.js';
import { GoalLimits } from '../report/goal-limits.js';
import type { Goal } from '../report/goal.js';
import type { MemoryResults } from './memory-results.js';

const { answer: NOTHING, record: ONE_OBJECT } = GoalLimits.memory;

const WHY_NOT_NOTHING =
  '`Date.now()` answers a number that does not fit into 31 bits, and V8 puts it on the heap: 16 bytes, also where the floor ' +
  'asks for the time. A timer that flips a window at its end would need no clock, but is late behind a busy event loop and ' +
  'after a suspend; a window has to end with its millisecond.';

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

/** @param floor what the floor allocates, by case: what the runtime itself needs is seen there */
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

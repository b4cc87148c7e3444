import type { Opened } from './open-contenders.js';

/** @throws {Error} naming everybody who could not be opened or was refused */
export function assertNoRefusals(opened: readonly Opened[], failed: Readonly<Record<string, string>>): undefined {
  const wrong = opened.flatMap(({ id, left }) =>
    Object.entries(left)
      .filter(([, reason]) => reason.startsWith('refused'))
      .map(([task, reason]) => `${id}, ${task}: ${reason}`),
  );
  for (const [id, reason] of Object.entries(failed)) wrong.push(`${id}: ${reason}`);
  if (wrong.length > 0) throw new Error(`Not everybody answers rightly:\n${wrong.join('\n')}`);
}

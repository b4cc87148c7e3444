import type { Opened } from './open-contenders.js';

/** @throws {Error} naming each contender that could not be opened or was rejected */
export function assertNoRefusals(opened: readonly Opened[], failed: Readonly<Record<string, string>>): undefined {
  const wrong = opened.flatMap(({ id, left }) =>
    Object.entries(left)
      .filter(([, reason]) => reason.startsWith('refused'))
      .map(([task, reason]) => `${id}, ${task}: ${reason}`),
  );
  for (const [id, reason] of Object.entries(failed)) wrong.push(`${id}: ${reason}`);
  if (wrong.length > 0) throw new Error(`Not every contender answers correctly:\n${wrong.join('\n')}`);
}

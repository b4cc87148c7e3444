import { LOOP_ALONE } from '../evaluate/loop-alone.js';

/** A list of the contenders that were not timed for a case, with the reasons; empty if all were timed for all cases. */
export function leftNotes(
  contenders: readonly {
    readonly id: string;
    readonly name: string;
    readonly left: Readonly<Record<string, string>>;
  }[],
  failed: Readonly<Record<string, string>>,
  cases: readonly { readonly id: string; readonly title: string }[],
): string {
  const notes = contenders
    .filter(({ id }) => id !== LOOP_ALONE)
    .flatMap(({ name, left }) =>
      Object.entries(left).map(([id, reason]) => {
        const title = cases.find((each) => each.id === id)?.title ?? id;
        return `- ${name}, ${title}: ${reason}.`;
      }),
    );
  for (const [id, reason] of Object.entries(failed)) notes.push(`- ${id} could not be opened: ${reason}`);
  return notes.length === 0 ? '' : ['Not timed, with the reason:', '', ...notes].join('\n');
}

/** The start of each line of a message after the first. */
export const LINE_BREAK = '\n  ';

/** The start of each item of a list in a message. */
export const LIST_ITEM = `${LINE_BREAK}- `;

/** The items of a list, each on a separate line below the preceding text. */
export function listLines(items: readonly string[]): string {
  return items.map((item) => `${LIST_ITEM}${item}`).join('');
}

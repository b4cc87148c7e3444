/** The start of each item of a list in a message. The logger keeps these line breaks and escapes all others. */
export const LIST_ITEM = '\n  - ';

/** The items of a list, each on a separate line below the preceding text. */
export function listLines(items: readonly string[]): string {
  return items.map((item) => `${LIST_ITEM}${item}`).join('');
}

import { LIST_ITEM } from './list-lines.js';

/** The folder of the manual in the installed package, as seen from `node_modules`. */
const MANUAL = 'nestjs-feature-flags/docs';

/** A section of the manual, such as `reference/errors.md#invalid-flag`. */
export type ManualSection = `${'guide' | 'reference'}/${string}.md#${string}`;

/** The path of a section from `node_modules`. */
export function pathOfSection(section: ManualSection): string {
  return `${MANUAL}/${section}`;
}

/** A message that ends by naming the section that explains it. After a list, the section is its last item. */
export function seeSection(message: string, section: ManualSection): string {
  return `${message}${separatorAfter(message)}See ${pathOfSection(section)}`;
}

/** A message without the section at its end, to be quoted in another one. */
export function withoutSection(message: string, section: ManualSection): string {
  const end = `See ${pathOfSection(section)}`;
  if (!message.endsWith(end)) return message;
  const text = message.slice(0, -end.length);
  const separator = text.endsWith(LIST_ITEM) ? LIST_ITEM : ' ';
  return text.slice(0, -separator.length);
}

function separatorAfter(message: string): string {
  if (message.includes(LIST_ITEM)) return LIST_ITEM;
  return /[.!?…]["')]*$/.test(message) ? ' ' : '. ';
}

import { LINE_BREAK, LIST_ITEM } from './list-lines.js';

/** The folder of the manual in the installed package, as seen from `node_modules`. */
export const MANUAL = 'nestjs-feature-flags/docs';

/** A section of the manual, such as `reference/errors.md#invalid-flag`. */
export type ManualSection = `${'guide' | 'reference'}/${string}.md#${string}`;

/** The path of a section from `node_modules`. */
export function pathOfSection(section: ManualSection): string {
  return `${MANUAL}/${section}`;
}

/** A message that ends by naming the section that explains it. After a list, the section is on a separate line. */
export function seeSection(message: string, section: ManualSection): string {
  const [before, after] = formOf(message);
  return `${message}${before}${pathOfSection(section)}${after}`;
}

/** A message without the section at its end, to be quoted in another one. */
export function withoutSection(message: string, section: ManualSection): string {
  for (const [before, after] of Object.values(FORMS)) {
    const end = `${before}${pathOfSection(section)}${after}`;
    if (message.endsWith(end)) return message.slice(0, -end.length);
  }
  return message;
}

/** The text before and after the section, depending on how the message ends. */
const FORMS = {
  list: [`${LINE_BREAK}See `, ''],
  sentence: [' See ', ''],
  fragment: [' (see ', ')'],
} as const;

function formOf(message: string): (typeof FORMS)[keyof typeof FORMS] {
  if (message.includes(LIST_ITEM)) return FORMS.list;
  return /[.!?…]["')]*$/.test(message) ? FORMS.sentence : FORMS.fragment;
}

import { isText } from '../text.js';
import { textOption } from './option-readers.js';

/** Leaves room for what is put before it, as in the actor `provider:NAME` of an audit entry. */
const MAX_LENGTH = 200;

/** The name of a provider or store, which identifies it in errors, logs, audit entries and `status()`. */
export const partNameOption = textOption(MAX_LENGTH);

/** How messages describe such a name. */
export const PART_NAME_RULE = `a "name" of 1 to ${MAX_LENGTH} characters`;

/** Whether an object of an application has such a name. */
export function isPartName(name: unknown): name is string {
  return isText(name, MAX_LENGTH);
}

/** A default name that is made of something longer, such as a path. */
export function partNameFrom(text: string): string {
  return text.slice(0, MAX_LENGTH).toWellFormed();
}

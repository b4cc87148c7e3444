import type { FlagRequest } from './request-key.js';

const MAX_FIELDS = 20;
const MAX_LENGTH = 40;

/**
 * The user of a request in whom no id was found, for the log: the class and the names of the fields, escaped and bounded,
 * and no values. `undefined` when the request has no user.
 */
export function unidentifiedUser(request: FlagRequest): string | undefined {
  try {
    const { user } = request;
    if (user === undefined || user === null || user === false || user === '') return undefined;
    if (typeof user !== 'object') return `a ${typeof user}`;
    const names = Object.keys(user);
    const shown = names.slice(0, MAX_FIELDS).map(shownName).join(', ');
    const more = names.length > MAX_FIELDS ? ` and ${names.length - MAX_FIELDS} more` : '';
    const fields = names.length === 0 ? 'without fields of its own' : `with the fields ${shown}${more}`;
    const { name } = user.constructor;
    return name === 'Object' ? `an object ${fields}` : `an instance of ${shownName(name)} ${fields}`;
  } catch {
    return 'an object that cannot be read';
  }
}

/** A name from outside cannot forge a line of a log, nor flood it. */
function shownName(name: string): string {
  const escaped = JSON.stringify(name.slice(0, MAX_LENGTH)).replaceAll(/[^\x20-\x7e]/g, codePoint);
  return name.length > MAX_LENGTH ? `${escaped}…` : escaped;
}

function codePoint(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

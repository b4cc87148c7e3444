import type { ExecutionContext } from '@nestjs/common';
import { firstFew } from '../../internal/first-few.js';
import { quoted } from '../../internal/shown-text.js';
import type { FlagRequest } from './request-of.js';
import { userOfCall } from './user-of-call.js';

const MAX_FIELDS = 20;
const MAX_LENGTH = 40;

/**
 * Describes the user of a request who has no id, for the log: the class and the names of the fields, escaped and
 * bounded, without values. `undefined` when the request has no user.
 */
export function unidentifiedUser(request: FlagRequest, execution?: ExecutionContext): string | undefined {
  try {
    const user = userOfCall(request, execution);
    if (user === undefined || user === null || user === false || user === '') return undefined;
    if (typeof user !== 'object') return `a ${typeof user}`;
    const names = Object.keys(user);
    const shown = firstFew(names, MAX_FIELDS, shownName).join(', ');
    const fields = names.length === 0 ? 'without fields of its own' : `with the fields ${shown}`;
    const { name } = user.constructor;
    return name === 'Object' ? `an object ${fields}` : `an instance of ${shownName(name)} ${fields}`;
  } catch {
    return 'an object that cannot be read';
  }
}

function shownName(name: string): string {
  return name.length > MAX_LENGTH ? `${quoted(name, MAX_LENGTH)}…` : quoted(name);
}

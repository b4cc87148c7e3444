import { z } from 'zod';
import { counted } from '../../internal/counted.js';
import { firstFew } from '../../internal/first-few.js';
import { listedAlternatives } from '../../internal/listed-alternatives.js';
import { nearestName } from '../../internal/nearest-name.js';
import { kindOf } from '../../internal/options/kind-of.js';
import { quoted } from '../../internal/shown-text.js';

type RawIssue = z.core.$ZodRawIssue;

/** The message of a union without a message of its own: the problems of one of its branches are shown instead. */
export const NO_BRANCH = 'matches none of the allowed forms';

/** Separates the expected value from the given one in a message. */
const GIVEN = '; given: ';

/** A message without the given value, for sources whose values may be secrets. */
export function withoutGiven(message: string): string {
  return message.split(GIVEN)[0] ?? message;
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'an array',
  object: 'an object',
  record: 'an object',
};

const FORMATS: Readonly<Record<string, string>> = {
  uuid: 'a UUID',
  datetime: 'an ISO 8601 date and time in UTC, such as "2026-11-27T00:00:00.000Z"',
};

/**
 * Returns the message for a problem that the schema itself has no message for. The message follows the path of the
 * field, and states what is allowed and what was given. For text, it contains only the length, because the text may be
 * the name of a user. It covers every problem, so that messages of the validation library are never shown.
 */
export function issueMessage(issue: RawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(TYPES[issue.expected] ?? issue.expected, issue.input);
    case 'too_small':
      return outOfBounds(issue, issue.minimum, issue.inclusive === false ? 'above' : 'at least');
    case 'too_big':
      return outOfBounds(issue, issue.maximum, issue.inclusive === false ? 'below' : 'at most');
    case 'invalid_value':
      return wrongType(listedAlternatives(issue.values), issue.input);
    case 'invalid_format':
      return wrongType(FORMATS[issue.format] ?? 'text in another format', issue.input);
    case 'not_multiple_of':
      return wrongType(`a multiple of ${issue.divisor}`, issue.input);
    case 'unrecognized_keys':
      return unknownProperties(issue.keys, issue);
    case 'invalid_key':
      return `is not a valid name: it ${issue.issues.map(({ message }: { message: string }) => message).join('; ')}`;
    case 'invalid_union':
      return issue.errors.length === 0 ? 'is not a known name' : NO_BRANCH;
    default:
      return `is not valid${GIVEN}${kindOf(issue.input)}`;
  }
}

/** Names unknown properties, each with the most similar one that the object may have and has not. */
function unknownProperties(names: readonly string[], { inst, input }: RawIssue): string {
  const known = inst instanceof z.core.$ZodObject ? Object.keys(inst._zod.def.shape) : [];
  const missing = known.filter((name) => typeof input !== 'object' || input === null || !Object.hasOwn(input, name));
  const shown = firstFew(names, 5, (name) => {
    const nearest = nearestName(name, missing);
    return nearest === undefined ? quoted(name) : `${quoted(name)} (did you mean "${nearest}"?)`;
  });
  return `has unknown properties, fix or remove them: ${shown.join(', ')}`;
}

function wrongType(allowed: string, input: unknown): string {
  return input === undefined ? `is missing; it must be ${allowed}` : `must be ${allowed}${GIVEN}${kindOf(input)}`;
}

function outOfBounds({ origin, input }: RawIssue & { origin: string }, limit: number | bigint, bound: string): string {
  if (origin === 'string') return `must have ${bound} ${counted(limit, 'character')}${GIVEN}${kindOf(input)}`;
  if (Array.isArray(input)) return `must have ${bound} ${counted(limit, 'element')}${GIVEN}${input.length}`;
  return `must be ${bound} ${limit}${GIVEN}${String(input)}`;
}

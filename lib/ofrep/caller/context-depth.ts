import { OfrepRequestError } from '../ofrep-request.error.js';

/** The largest number of levels of nested data in a context. */
export const MAX_DEPTH = 10;

/**
 * @param outer the number of levels of the data around the context. @default 0
 * @throws {OfrepRequestError} if data has too many levels
 */
export function assertDepth(data: object, outer = 0): void {
  if (depthOf(data) > MAX_DEPTH + outer)
    throw new OfrepRequestError(400, 'INVALID_CONTEXT', `The context must have at most ${MAX_DEPTH} levels.`);
}

/** The number of levels of nested data, counted level by level, because recursion could exhaust the stack. */
function depthOf(data: object): number {
  let depth = 0;
  for (let level: object[] = [data]; level.length > 0; depth++) {
    level = level.flatMap((each) => Object.values(each)).filter((each) => typeof each === 'object' && each !== null);
  }
  return depth;
}

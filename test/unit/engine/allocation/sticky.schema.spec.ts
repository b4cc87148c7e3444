import { describe, expect, it } from '@jest/globals';
import { problemsOf } from '../problems.js';

function problems(sticky: unknown): string[] {
  return problemsOf('theme', { type: 'variant', variants: [{ name: 'light', weight: 1 }], sticky });
}

describe('The schema of a sticky flag', () => {
  it.each([
    [{}],
    [{ version: 3 }],
    [{ minVersion: 1 }],
    [{ version: 3, minVersion: 3 }],
    [{ version: 3, minVersion: 2, fallbackBy: 'sessionId' }],
  ])('accepts %j', (sticky) => {
    expect(problems(sticky)).toStrictEqual([]);
  });

  it.each<[string, object, string]>([
    [
      'a "minVersion" above the version',
      { version: 2, minVersion: 3 },
      'theme.sticky.minVersion: must be at most "version"',
    ],
    ['a lowest version above the default', { minVersion: 2 }, 'theme.sticky.minVersion: must be at most "version"'],
    ['a lowest version of 0', { minVersion: 0 }, 'theme.sticky.minVersion: must be at least 1'],
    ['half a version', { version: 1.5 }, 'theme.sticky.version: must be a whole number'],
    ['another property', { min: 2 }, 'theme.sticky: has unknown properties'],
  ])('rejects %s', (_, sticky, problem) => {
    expect(problems(sticky)).toEqual([expect.stringContaining(problem)]);
  });
});

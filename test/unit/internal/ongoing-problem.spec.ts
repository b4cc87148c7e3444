import { describe, expect, it } from '@jest/globals';
import { OngoingProblem } from '../../../lib/internal/ongoing-problem.js';

function observed(): { problem: OngoingProblem; lines: string[] } {
  const lines: string[] = [];
  const report = (text: string) => lines.push(text);
  return { problem: new OngoingProblem({ report, resolved: () => lines.push('resolved') }), lines };
}

describe('An ongoing problem', () => {
  it('is reported when it begins and when it is resolved, not at each check', () => {
    const { problem, lines } = observed();
    for (const text of [undefined, 'down', 'down', undefined, undefined]) problem.update(text);
    expect(lines).toEqual(['down', 'resolved']);
  });

  it('is reported again when it changes, and when it comes back', () => {
    const { problem, lines } = observed();
    for (const text of ['down', 'full', undefined, 'full']) problem.update(text);
    expect(lines).toEqual(['down', 'full', 'resolved', 'full']);
  });

  it('returns the current problem', () => {
    const { problem } = observed();
    problem.update('down');
    expect(problem.current).toBe('down');
    problem.update(undefined);
    expect(problem.current).toBeUndefined();
  });

  it('is resolved without a report when none is requested', () => {
    const lines: string[] = [];
    const problem = new OngoingProblem({ report: (text) => lines.push(text) });
    for (const text of ['down', undefined, 'down']) problem.update(text);
    expect(lines).toEqual(['down', 'down']);
  });
});

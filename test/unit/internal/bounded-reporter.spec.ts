import { describe, expect, it } from '@jest/globals';
import { BoundedReporter } from '../../../lib/internal/bounded-reporter.js';

function reporter(): { reporter: BoundedReporter; lines: string[] } {
  const lines: string[] = [];
  return { reporter: new BoundedReporter((line) => lines.push(line), 'failures'), lines };
}

describe('Reported problems', () => {
  it('are logged once each', () => {
    const { reporter: problems, lines } = reporter();
    for (const problem of ['one', 'two', 'one', 'two']) problems.report(problem);
    expect(lines).toEqual(['one', 'two']);
    expect(problems.others).toBe(0);
  });

  it('are counted beyond the first 100 kinds, with a line for 1, 10, 100 and so on', () => {
    const { reporter: problems, lines } = reporter();
    for (let i = 0; i < 100 + 1234; i++) problems.report(`problem ${i}`);
    expect(problems.others).toBe(1234);
    expect(lines.slice(100)).toEqual(
      [1, 10, 100, 1000].map(
        (count) => `${count} more failures beyond the first 100 different ones; the latest: problem ${99 + count}`,
      ),
    );
    problems.report('problem 5'); // already reported
    expect(problems.others).toBe(1234);
  });

  it('end with their advice, which is computed for logged problems only', () => {
    const { reporter: problems, lines } = reporter();
    let computed = 0;
    const advice = () => ` Advice ${++computed}.`;
    for (let i = 0; i < 200; i++) problems.report(`problem ${i}`, advice);
    problems.report('problem 5', advice);
    expect([lines[0], lines[99], computed]).toEqual(['problem 0 Advice 1.', 'problem 99 Advice 100.', 100]);
  });
});

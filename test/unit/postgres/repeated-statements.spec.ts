import { describe, expect, it } from '@jest/globals';
import { RepeatedStatements } from '../../../lib/postgres/repeated-statements.js';
import { StoreUnavailableError } from '../../../lib/store/store.errors.js';

const STATEMENT = { text: 'SELECT', values: [] };

const failure = (code: string) =>
  new StoreUnavailableError('postgres', 'rejected', { cause: Object.assign(new Error('rejected'), { code }) });

/** Statements that fail with these errors, one after another, and then succeed. */
function scripted(...errors: readonly Error[]) {
  const remaining = [...errors];
  const limits: number[] = [];
  return {
    limits,
    run: async (_: unknown, limit = NaN) => {
      limits.push(limit);
      const error = remaining.shift();
      if (error !== undefined) throw error;
      return [{ n: 1 }];
    },
  };
}

describe('RepeatedStatements', () => {
  it('repeats a statement after conflicts with other transactions, each time with the remaining time', async () => {
    const statements = scripted(failure('40001'), failure('40P01'), failure('40001'));
    await expect(new RepeatedStatements(statements, 2000).run(STATEMENT)).resolves.toStrictEqual([{ n: 1 }]);
    expect(statements.limits).toHaveLength(4);
    const [first = NaN, second = NaN, third = NaN, fourth] = statements.limits;
    expect(first).toBeLessThanOrEqual(2000);
    expect(second).toBeLessThan(first);
    expect(third).toBeLessThan(second);
    expect(fourth).toBeLessThan(third);
  });

  it('throws other errors at once', async () => {
    const error = failure('42501');
    const statements = scripted(error, failure('40001'));
    await expect(new RepeatedStatements(statements, 2000).run(STATEMENT)).rejects.toBe(error);
    expect(statements.limits).toHaveLength(1);
  });

  it('throws the conflict when the time is up', async () => {
    const error = failure('40001');
    const statements = scripted(...Array.from({ length: 1000 }, () => error));
    await expect(new RepeatedStatements(statements, 2000).run(STATEMENT, 30)).rejects.toBe(error);
    expect(statements.limits.length).toBeLessThan(1000);
  });
});

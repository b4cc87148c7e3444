import { createRequire } from 'node:module';
import { FlagManager } from 'nestjs-feature-flags';

describe('The library', () => {
  it('is one copy for both import and require', () => {
    const required = createRequire(import.meta.url)('nestjs-feature-flags') as { FlagManager: unknown };
    expect(required.FlagManager).toBe(FlagManager);
  });
});

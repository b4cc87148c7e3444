import { describe, expect, it } from '@jest/globals';
import { installTestHooks, testHooks, type TestHooks } from '../../../../lib/manager/scope/test-hooks.js';

const hooks = (): TestHooks => ({
  forced: () => undefined,
  observe: () => {},
  addManager: () => {},
  runRequest: (_request, work) => work(),
  plainFlags: () => undefined,
});

describe('The hooks of tests', () => {
  it('are absent until they are installed, and installed once for all copies of the package', () => {
    expect(testHooks()).toBeUndefined();
    const installed = installTestHooks(hooks);
    expect(testHooks()).toBe(installed);
    expect(installTestHooks(hooks)).toBe(installed);
  });
});

import { describe, expect, it } from '@jest/globals';
import { tutorialSteps } from '../package/tutorial-steps.mjs';
import { page } from './pages.js';

describe('The quick start of the README', () => {
  it('is the beginning of the quick start page, which test:package follows', () => {
    const steps = tutorialSteps(page('README.md').text);
    expect(steps.length).toBeGreaterThan(4);
    expect(tutorialSteps(page('docs/guide/quick-start.md').text).slice(0, steps.length)).toStrictEqual(steps);
  });
});

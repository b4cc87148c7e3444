import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FeatureFlagsModule, FlagManager, MemoryProvider } from 'nestjs-feature-flags';
import { RecordingLogger } from '../support/recording-logger.js';
import { codeBlocks } from './code-blocks.js';
import { page } from './pages.js';

/** Calls with an option that the compiler would reject, in the order of the page. */
const invalidCalls: readonly [string, (flags: FlagManager) => unknown][] = [
  ['an option of another method', (flags) => flags.enable('sale', { userId: 'ada' } as never)],
  ['an option in the wrong case', () => FeatureFlagsModule.forRoot({ bootstrapfile: 'flags.bootstrap.json' } as never)],
  ['a duration without a unit', () => FlagManager.create({ storeTimeout: 5000 as never })],
  ['a class instead of an instance', () => FlagManager.create({ providers: [MemoryProvider as never] })],
  ['an undefined unit', (flags) => flags.clearOverride('pay', { unit: undefined as never })],
];

describe('The page on input validation', () => {
  let flags: FlagManager;
  beforeAll(async () => {
    const initialFlags = { search_v2: { type: 'percentage', percentage: 50 } } as const;
    flags = await FlagManager.create({ initialFlags, logger: new RecordingLogger() });
  });
  afterAll(() => flags.close());

  const shown = codeBlocks(page('docs/guide/input.md').text)
    .filter(({ language }) => language === 'text')
    .flatMap(({ code }) => code.trimEnd().split('\n'));

  it('shows one message for each of the invalid calls', () => {
    expect(shown).toHaveLength(invalidCalls.length);
  });

  it.each(invalidCalls.map(([what, call], i) => ({ what, call, message: shown[i] ?? '' })))(
    'shows the message about $what as the library words it',
    async ({ call, message }) => {
      const error: unknown = await Promise.resolve()
        .then(() => call(flags))
        .catch((thrown: unknown) => thrown);
      if (!(error instanceof Error)) throw new Error('the call was accepted');
      const [start = '', end = ''] = message.split('…'); // a part that the page leaves out
      expect(error.message.startsWith(start)).toBe(true);
      expect(error.message).toContain(end);
    },
  );

  it('is correct about invalid keys and user ids: the flag is unknown, or off', () => {
    expect(flags.isEnabled('not a key', {}, true)).toBe(true);
    expect(flags.evaluate('not a key').reason).toBe('flag_not_found');
    expect(flags.explain('not a key').evaluation.reason).toBe('flag_not_found');
    const context = { userId: {} as never };
    expect(flags.isEnabled('search_v2', context, true)).toBe(false);
    expect(flags.evaluate('search_v2', context).reason).toBe('evaluation_error');
  });
});

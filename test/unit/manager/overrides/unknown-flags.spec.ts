import { describe, expect, it } from '@jest/globals';
import { MemoryProvider } from '../../../../lib/providers/memory.provider.js';
import { PolledProvider, rejects } from '../fake-providers.js';
import { instances } from '../instances.js';
import { auditOf, managers, settled } from '../managers.js';

const start = managers();
const shared = instances();
const shop = { initialFlags: { new_checkout: true } };

describe('An override of an undefined flag', () => {
  it('causes one warning, with the key and the remedy', async () => {
    const { flags, logger } = await start(shop);
    await flags.disable('new_chekout');
    await flags.enable('new_chekout');
    await flags.setOverride('page_size', { value: 50 });
    expect(logger.warnings).toEqual([
      'Flag "new_chekout" is overridden, but it is not defined: check the key, or define the flag. Did you mean "new_checkout"?',
      expect.stringContaining('"page_size"'),
    ]);
    expect(flags.getOverrides()).toHaveLength(2);
  });

  it('causes no warning when any source defines the flag', async () => {
    const { flags, logger } = await start({ ...shop, providers: [new MemoryProvider({ sale: true })] });
    await flags.disable('new_checkout');
    await flags.disable('sale');
    await flags.saveFlag('search', true);
    await flags.disable('search');
    expect(logger.lines).toStrictEqual([]);
  });

  it('causes warnings for the first 100 keys, and is counted for the others', async () => {
    const { flags, logger } = await start(shop);
    for (let i = 0; i < 150; i++) await flags.disable(`flag-${i}`);
    expect(logger.warnings).toHaveLength(102);
    expect(logger.warnings.at(-1)).toMatch(/^10 more overrides of undefined flags .*"flag-109"/);
  });

  it('causes no warning while a source that may define it is unavailable', async () => {
    const { flags, logger } = await start({
      unknownFlags: 'error',
      onBootFailure: 'defaults',
      providers: [new PolledProvider(rejects('down'))],
    });
    await flags.disable('new_chekout');
    expect(flags.getOverrides()).toHaveLength(1);
    expect(logger.warnings).toStrictEqual([]);
  });

  it('is rejected with unknownFlags: error, and nothing is stored', async () => {
    const { flags } = await start({ ...shop, unknownFlags: 'error' });
    await expect(flags.disable('new_chekout')).rejects.toMatchObject({
      code: 'UNKNOWN_FLAG',
      message: expect.stringMatching(
        /"new_chekout".*check the key, or define the flag first.*Did you mean "new_checkout"\?/,
      ),
    });
    await flags.disable('new_checkout');
    expect((await auditOf(flags)).map(({ key }) => key)).toEqual(['new_checkout']);
  });

  it('is not rejected when another instance has just defined the flag', async () => {
    const { start: instance } = shared();
    const [one, other] = [await instance(), await instance({ unknownFlags: 'error' })];
    other.store.onFeed = () => {}; // the announcement has not arrived
    await one.flags.saveFlag('sale', true);
    await other.flags.disable('sale');
    expect(other.flags.isEnabled('sale')).toBe(false);
  });

  it('causes no warning with unknownFlags: ignore', async () => {
    const { flags, logger } = await start({ ...shop, unknownFlags: 'ignore' });
    await flags.disable('new_chekout');
    expect(logger.lines).toStrictEqual([]);
  });

  it('causes a warning when it is scheduled, whatever the option, because the flag may exist by then', async () => {
    const { flags, clock, logger } = await start({ ...shop, unknownFlags: 'error' });
    const at = new Date(clock.now() + 1000);
    await flags.schedule({ type: 'set_override', key: 'sale', serve: true }, at);
    await flags.schedule({ type: 'clear_override', key: 'theme' }, at);
    expect(logger.warnings).toEqual([
      'Flag "sale" has a scheduled override, but it is not defined: check the key, or define the flag.',
    ]);
  });
});

describe('With unknownFlags: error, a scheduled override', () => {
  it('fails at its time while its flag is undefined, and is made once it is defined', async () => {
    const providers = [new MemoryProvider()];
    const { flags, clock, logger } = await start({ ...shop, providers, unknownFlags: 'error' });
    const at = new Date(clock.now() + 1000);
    await flags.schedule({ type: 'set_override', key: 'sale', serve: true }, at);
    await flags.schedule({ type: 'set_override', key: 'search', serve: true }, at);
    await flags.saveFlag('search', false);
    clock.advance(1000);
    await settled();
    expect(flags.getOverrides().map(({ key }) => key)).toEqual(['search']);
    expect(logger.warnings.at(-1)).toMatch(
      /of "sale" has failed and was not made: Flag "sale" is not defined, so nothing was overridden/,
    );
  });
});

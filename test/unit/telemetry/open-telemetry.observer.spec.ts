import { describe, expect, it } from '@jest/globals';
import { OpenTelemetryObserver } from '../../../lib/telemetry/open-telemetry.observer.js';
import type { OpenTelemetryObserverOptions } from '../../../lib/telemetry/open-telemetry.options.js';
import { managers } from '../manager/managers.js';

const start = managers();

describe('OpenTelemetryObserver', () => {
  it('reports nothing, and changes no answer, if no SDK is registered', async () => {
    const { flags, logger } = await start({ initialFlags: { search: true }, observers: [new OpenTelemetryObserver()] });
    expect(flags.isEnabled('search', { userId: 'ada' })).toBe(true);
    await flags.disable('search');
    expect(flags.isEnabled('search', { userId: 'ada' })).toBe(false);
    await flags.close();
    expect(logger.lines).toStrictEqual([]);
  });

  it.each<[string, unknown, RegExp]>([
    ['a ratio above 1', { sampleRatio: 10 }, /"sampleRatio".* must be a number from 0 to 1/],
    ['an unknown kind of id', { contextId: 'hashed' }, /"contextId".* must be "plain" or \{ hashSecret \}/],
    ['a short secret', { contextId: { hashSecret: 'short' } }, /"hashSecret".* must be a secret of 32 to 1024/],
    ['no secret', { contextId: {} }, /"hashSecret" of contextId is required/],
    ['a limit of 0', { maxSeries: 0 }, /"maxSeries".* must be a whole number from 1/],
    ['something that is no meter provider', { meterProvider: {} }, /"meterProvider".* must be a meter provider/],
    ['an unknown option', { metric: true }, /"metric".* did you mean "metrics"\?/],
  ])('rejects %s', (_, options, problem) => {
    expect(() => new OpenTelemetryObserver(options as OpenTelemetryObserverOptions)).toThrow(problem);
  });
});

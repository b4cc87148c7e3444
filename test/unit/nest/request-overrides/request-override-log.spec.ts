import { describe, expect, it } from '@jest/globals';
import { RequestOverrideLog } from '../../../../lib/nest/request-overrides/request-override-log.js';
import { ManualClock } from '../../../../lib/testing/manual-clock.js';
import { RecordingLogger } from '../../../support/recording-logger.js';

function create() {
  const [logger, clock] = [new RecordingLogger(), new ManualClock()];
  return { logger, clock, log: new RequestOverrideLog(logger, clock) };
}

describe('RequestOverrideLog', () => {
  it('writes at most 100 uses per second, and then how many others there were', () => {
    const { logger, clock, log } = create();
    for (let i = 0; i < 130; i++) log.addUse(['new_checkout']);
    expect(logger.logs).toHaveLength(100);
    clock.advance(1000);
    log.addUse(['theme']);
    expect(logger.logs.slice(100)).toEqual([
      'A token forced flags for 30 more requests, which were not logged.',
      'A token forced these flags for one request: "theme"',
    ]);
    expect(log.counts()).toEqual({ requests: 131, flags: { new_checkout: 130, theme: 1 }, ignored: {} });
  });

  it('names at most 10 flags in a line', () => {
    const { logger, log } = create();
    log.addUse(Array.from({ length: 12 }, (_, i) => `flag-${i}`));
    expect(logger.logs[0]).toContain('"flag-9"');
    expect(logger.logs[0]).not.toContain('"flag-10"');
  });

  it('counts at most 1,000 flags by key', () => {
    const { log } = create();
    for (let i = 0; i < 1100; i++) log.addUse([`flag-${i}`]);
    log.addUse(['flag-0', 'flag-1099']);
    const { requests, flags } = log.counts();
    expect([requests, Object.keys(flags).length, flags['flag-0'], flags['flag-1099']]).toEqual([
      1101,
      1000,
      2,
      undefined,
    ]);
  });

  it('writes one line per minute for each reason to ignore a token', () => {
    const { logger, clock, log } = create();
    for (let i = 0; i < 3; i++) log.addIgnoredToken('expired');
    log.addIgnoredToken('malformed');
    clock.advance(59_999);
    log.addIgnoredToken('expired');
    expect(logger.warnings.map((line) => line.split('.')[0])).toEqual([
      'An override token was ignored: expired',
      'An override token was ignored: malformed',
    ]);
    clock.advance(1);
    log.addIgnoredToken('expired');
    expect(logger.warnings[2]).toMatch(/: expired \(and 3 more since the last such line\)/);
    expect(log.counts().ignored).toEqual({ expired: 5, malformed: 1 });
  });

  it('warns once about each flag that tokens may not force', () => {
    const { logger, log } = create();
    for (const key of ['admin', 'admin', 'billing']) log.addIgnoredFlag(key);
    expect(logger.warnings).toEqual([expect.stringContaining('"admin"'), expect.stringContaining('"billing"')]);
    expect(log.counts().ignored).toEqual({ flag_not_allowed: 3 });
  });
});

import { describe, expect, it } from '@jest/globals';
import { DenialLog } from '../../../../lib/nest/denials/denial-log.js';
import { RecordingLogger } from '../../../support/recording-logger.js';

describe('The denial log', () => {
  it('names the prerequisite that keeps a flag off', () => {
    const lines: string[] = [];
    const logger = Object.assign(new RecordingLogger(), { debug: (line: string) => lines.push(line) });
    new DenialLog(logger, { now: () => 0 }).add({
      place: 'ShopController.express',
      flags: ['express'],
      context: { userId: 'ada' },
      evaluate: (key) => ({
        key,
        enabled: false,
        variant: undefined,
        value: false,
        reason: 'prerequisite_failed',
        prerequisite: 'payments',
      }),
    });
    expect(lines).toEqual([
      expect.stringMatching(
        /^Denied ShopController\.express: "express" off \(prerequisite_failed: "payments"\); user: yes /,
      ),
    ]);
  });
});

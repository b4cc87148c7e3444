import { describe, expect, it } from '@jest/globals';
import { topicLogger } from '../../../lib/manager/topic-logger.js';

const SECTION = 'nestjs-feature-flags/docs/reference/log-messages.md#store-unavailable';

describe('topicLogger', () => {
  it.each(['warn', 'error', 'debug'] as const)('ends a line of the level %s with the section of its topic', (level) => {
    const lines: string[] = [];
    const note = (each: string) => (line: string) => void lines.push(`${each} ${line}`);
    const logger = { log: note('log'), warn: note('warn'), error: note('error'), debug: note('debug') };
    topicLogger(logger, 'store-unavailable')[level]('Flag store "redis" is unavailable.');
    expect(lines).toStrictEqual([`${level} Flag store "redis" is unavailable. See ${SECTION}`]);
  });

  it('writes nothing when the logger has no such level', () => {
    const topic = topicLogger({ log() {}, warn() {}, error() {} }, 'denied-call');
    expect(() => topic.debug('Denied Shop.open.')).not.toThrow();
  });
});

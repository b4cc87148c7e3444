import type { RedisKeys } from './redis-keys.js';

/** The commands that a store sends, directly or in its scripts, and that an ACL user needs. A database needs `SELECT`. */
export const REDIS_COMMANDS = [
  'EVAL',
  'EVALSHA',
  'GET',
  'HDEL',
  'HGET',
  'HGETALL',
  'HSET',
  'PEXPIRE',
  'PING',
  'PUBLISH',
  'SET',
  'SUBSCRIBE',
  'TYPE',
  'XADD',
  'XRANGE',
  'XREVRANGE',
] as const;

/** What to give to an ACL user, as rules of `ACL SETUSER`. */
export function neededRights({ prefix, channel }: RedisKeys): string {
  const commands = REDIS_COMMANDS.map((command) => `+${command.toLowerCase()}`);
  return [`~{${prefix}}:*`, `&${channel}`, ...commands].join(' ');
}

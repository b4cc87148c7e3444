import type { RedisKeys } from './redis-keys.js';

/**
 * The commands that a store sends, directly or in scripts, and that an ACL user needs; `SELECT` only if the URL has a
 * database other than 0.
 */
export const REDIS_COMMANDS = [
  'EVAL',
  'EVALSHA',
  'GET',
  'HDEL',
  'HGET',
  'HGETALL',
  'HINCRBY',
  'HLEN',
  'HSET',
  'PEXPIRE',
  'PING',
  'PUBLISH',
  'SELECT',
  'SET',
  'SUBSCRIBE',
  'TIME',
  'TYPE',
  'XADD',
  'XRANGE',
  'XREVRANGE',
  'ZADD',
  'ZRANGE',
  'ZREMRANGEBYSCORE',
] as const;

/** The rights that an ACL user needs, as rules of `ACL SETUSER`, in which names are patterns. */
export function neededRights({ prefix, channel }: RedisKeys): string {
  const commands = REDIS_COMMANDS.map((command) => `+${command.toLowerCase()}`);
  return [`~{${literally(prefix)}}:*`, `&${literally(channel)}`, ...commands].join(' ');
}

/** A pattern that matches only this text. */
function literally(text: string): string {
  return text.replaceAll(/[*?[\]\\]/g, String.raw`\$&`);
}

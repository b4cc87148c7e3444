import { RedisScript } from './redis-script.js';

/**
 * What each unit keeps, prolonged: who is still served stays where he is. Keys: the units. Value: milliseconds to live.
 * A server that takes no writes now is read all the same, and a unit whose key holds something else keeps nothing.
 */
export const readStickyScript = new RedisScript(`
local found = {}
for i, key in ipairs(KEYS) do
  found[i] = redis.pcall('HGETALL', key)
  if found[i].err then
    if not string.find(found[i].err, 'WRONGTYPE', 1, true) then return found[i] end
    found[i] = {}
  end
  if #found[i] > 0 then redis.pcall('PEXPIRE', key, ARGV[1]) end
end
return found
`);

/**
 * Keeps what is there, unless its version is lower or it is what the write replaces. Keys: the unit of each assignment.
 * Values: milliseconds to live, then of each the flag, its version and variant, and what it replaces, as it is kept
 * (empty: nothing). Answers what each keeps now.
 */
export const writeStickyScript = new RedisScript(`
local kept = {}
for i, key in ipairs(KEYS) do
  local flag, version, variant, replaced = ARGV[4 * i - 2], ARGV[4 * i - 1], ARGV[4 * i], ARGV[4 * i + 1]
  local found = redis.call('HGET', key, flag)
  local foundVersion = found and tonumber(string.match(found, '^(%d+):'))
  if foundVersion and foundVersion >= tonumber(version) and found ~= replaced then
    kept[i] = found
  else
    kept[i] = version .. ':' .. variant
    redis.call('HSET', key, flag, kept[i])
  end
  redis.call('PEXPIRE', key, ARGV[1])
end
return kept
`);

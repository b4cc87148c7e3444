import { RedisScript } from './redis-script.js';

/**
 * Adds one delta of an instance. `flagKeys` are the hashes of its flags; a row names its flag by the index of the hash,
 * and has an empty `answer` if the flag only needs its time. The first write fails if any of them would: without the
 * right, with another type of key, on a replica or if the memory is full. The instance's number is written next, so that
 * nothing is added twice if a value cannot be incremented.
 *
 * A flag's hash expires with its last evaluation, and its entry in the index is removed. Times that are ahead of the
 * server's clock are replaced by it, so that an instance with a wrong clock removes nothing.
 */
export const addUsageScript = new RedisScript(
  {
    keys: ['summary', 'index', 'instance'],
    keyList: 'flagKeys',
    values: ['sequence', 'since', 'sentAt', 'retention', 'instanceRetention', 'maxAnswers'],
    rows: { name: 'answers', fields: ['flag', 'key', 'answer', 'count'] },
  },
  `
if tonumber(redis.call('GET', instance) or '0') >= tonumber(sequence) then return 0 end
redis.call('HINCRBY', summary, 'instances', sequence == '1' and 1 or 0)
redis.call('SET', instance, sequence, 'PX', instanceRetention)
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local at = string.format('%.0f', math.min(tonumber(sentAt), now))
local function raise(hash, field)
  local before = tonumber(redis.call('HGET', hash, field) or '0')
  if before < tonumber(at) then redis.call('HSET', hash, field, at) end
end
local function lower(hash, field, value)
  local before = tonumber(redis.call('HGET', hash, field) or math.huge)
  if tonumber(value) < before then redis.call('HSET', hash, field, value) end
end
lower(summary, 'since', since)
raise(summary, 'until')
for _, each in ipairs(answers) do
  local flag = flagKeys[tonumber(each.flag)]
  lower(flag, 'first', at)
  raise(flag, 'at')
  if each.answer ~= '' then
    local isKnown = redis.call('HGET', flag, 'at ' .. each.answer)
    if isKnown or redis.call('HLEN', flag) < 2 + 2 * tonumber(maxAnswers) then
      redis.call('HINCRBY', flag, 'count ' .. each.answer, each.count)
      raise(flag, 'at ' .. each.answer)
    end
  end
  redis.call('PEXPIRE', flag, retention)
  redis.call('ZADD', index, 'GT', at, each.key)
end
redis.call('ZREMRANGEBYSCORE', index, '-inf', string.format('(%.0f', now - tonumber(retention)))
return 1
`,
);

/** Reads the summary, and the keys of all flags. */
export const readUsageScript = new RedisScript(
  { keys: ['summary', 'index'] },
  `return { redis.call('HGETALL', summary), redis.call('ZRANGE', index, 0, -1) }`,
);

/** Reads the hashes of flags. */
export const readFlagUsageScript = new RedisScript(
  { keyList: 'flagKeys' },
  `
local found = {}
for i, flag in ipairs(flagKeys) do found[i] = redis.call('HGETALL', flag) end
return found
`,
);

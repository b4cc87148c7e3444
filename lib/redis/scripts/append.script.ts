import type { AuditEntry } from '../../store/audit-entry.js';
import type { StorePosition } from '../../store/flag-store.js';
import { documentOf } from '../../store/stored-document.js';
import type { RedisKeys } from '../redis-keys.js';
import { RedisScript } from './redis-script.js';
import { HEAD_FIELD, positionText } from '../store-position.js';

/**
 * Adds entries behind the expected head. Redis takes nothing back when a script fails halfway, so that whatever can fail
 * comes first: types, rights (of which a server before Redis 7 cannot be asked), then the first `XADD`, which also meets
 * a full memory, a replica and a log that is ahead.
 *
 * Keys: head, documents, log. Values: expected head, new head, channel, kept entries, the field of the documents that
 * repeats the head, then for each entry its version, its JSON, its document's field (empty: none) and JSON (empty:
 * removed). JSON is passed on, never decoded: what Lua makes of it is not the same. The message is the new head alone:
 * entries are read from the log.
 */
export const appendScript = new RedisScript(`
for i, type in ipairs({ 'string', 'hash', 'stream' }) do
  local found = redis.call('TYPE', KEYS[i]).ok
  if found ~= 'none' and found ~= type then
    return redis.error_reply('WRONGTYPE "' .. KEYS[i] .. '" is a ' .. found)
  end
end
local head = redis.call('GET', KEYS[1]) or ''
if head ~= (redis.call('HGET', KEYS[2], ARGV[5]) or '') then return redis.error_reply('TORN head and documents differ') end
if head ~= ARGV[1] then return 0 end
if redis.acl_check_cmd then
  for _, command in ipairs({
    { 'XADD', KEYS[3], '*', 'entry', '' },
    { 'HSET', KEYS[2], '', '' },
    { 'HDEL', KEYS[2], '' },
    { 'SET', KEYS[1], '' },
    { 'PUBLISH', ARGV[3], '' },
  }) do
    if not redis.acl_check_cmd(unpack(command)) then
      return redis.error_reply('NOPERM the user may not ' .. command[1] .. ' "' .. command[2] .. '"')
    end
  end
end
for i = 6, #ARGV, 4 do
  redis.call('XADD', KEYS[3], 'MAXLEN', '~', ARGV[4], ARGV[i] .. '-0', 'entry', ARGV[i + 1])
end
for i = 6, #ARGV, 4 do
  local field, value = ARGV[i + 2], ARGV[i + 3]
  if field ~= '' then
    if value == '' then redis.call('HDEL', KEYS[2], field) else redis.call('HSET', KEYS[2], field, value) end
  end
end
redis.call('HSET', KEYS[2], ARGV[5], ARGV[2])
redis.call('SET', KEYS[1], ARGV[2])
redis.call('PUBLISH', ARGV[3], ARGV[2])
return 1
`);

/** The values of {@link appendScript}. */
export function appendValues(
  entries: readonly AuditEntry[],
  last: StorePosition,
  keys: RedisKeys,
  auditLogSize: number,
): readonly string[] {
  const newest = entries.at(-1) ?? last;
  return [
    positionText(last),
    positionText(newest),
    keys.channel,
    `${auditLogSize}`,
    HEAD_FIELD,
    ...entries.flatMap((entry) => [`${entry.version}`, JSON.stringify(entry), ...documentValues(entry)]),
  ];
}

function documentValues(entry: AuditEntry): readonly [field: string, value: string] {
  const write = documentOf(entry);
  if (write === undefined) return ['', ''];
  return [`${write.kind}:${write.id}`, write.value === null ? '' : JSON.stringify(write.value)];
}

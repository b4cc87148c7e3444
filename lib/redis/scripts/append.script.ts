import type { AuditEntry } from '../../store/audit-entry.js';
import type { StorePosition } from '../../store/flag-store.js';
import { positionText } from '../../store/store-position.js';
import { documentOf } from '../../store/stored-document.js';
import type { RedisKeys } from '../redis-keys.js';
import { HEAD_FIELD } from '../head-field.js';
import { RedisScript, type ScriptCall } from './redis-script.js';

/**
 * Adds entries after the expected head. Redis does not undo the writes of a script that fails halfway, so everything
 * that can fail comes first: types, rights (which cannot be queried before Redis 7), then the first `XADD`, which also
 * fails if the memory is full, on a replica, and if the log is ahead.
 *
 * `headField` is the field of the documents that repeats the head. An entry with an empty `documentField` changes no
 * document; one with an empty `document` removes it. JSON is passed on without decoding, because Lua would not encode
 * it in the same way. The message contains only the new head: entries are read from the log.
 */
export const appendScript = new RedisScript(
  {
    keys: ['head', 'documents', 'log'],
    values: ['expectedHead', 'newHead', 'channel', 'maxLogLength', 'headField'],
    rows: { name: 'entries', fields: ['version', 'entry', 'documentField', 'document'] },
  },
  `
for _, key in ipairs({
  { name = head, type = 'string' },
  { name = documents, type = 'hash' },
  { name = log, type = 'stream' },
}) do
  local found = redis.call('TYPE', key.name).ok
  if found ~= 'none' and found ~= key.type then
    return redis.error_reply('WRONGTYPE "' .. key.name .. '" is a ' .. found)
  end
end
local currentHead = redis.call('GET', head) or ''
if currentHead ~= (redis.call('HGET', documents, headField) or '') then
  return redis.error_reply('TORN head and documents differ')
end
if currentHead ~= expectedHead then return 0 end
if redis.acl_check_cmd then
  for _, command in ipairs({
    { 'XADD', log, '*', 'entry', '' },
    { 'HSET', documents, '', '' },
    { 'HDEL', documents, '' },
    { 'SET', head, '' },
    { 'PUBLISH', channel, '' },
  }) do
    if not redis.acl_check_cmd(unpack(command)) then
      return redis.error_reply('NOPERM the user may not ' .. command[1] .. ' "' .. command[2] .. '"')
    end
  end
end
for _, each in ipairs(entries) do
  redis.call('XADD', log, 'MAXLEN', '~', maxLogLength, each.version .. '-0', 'entry', each.entry)
end
for _, each in ipairs(entries) do
  if each.documentField ~= '' and each.document == '' then
    redis.call('HDEL', documents, each.documentField)
  elseif each.documentField ~= '' then
    redis.call('HSET', documents, each.documentField, each.document)
  end
end
redis.call('HSET', documents, headField, newHead)
redis.call('SET', head, newHead)
redis.call('PUBLISH', channel, newHead)
return 1
`,
);

/** The call of {@link appendScript} that adds these entries after `last`. */
export function appendCall(
  entries: readonly AuditEntry[],
  last: StorePosition,
  keys: RedisKeys,
  auditLogSize: number,
): ScriptCall {
  return appendScript.call({
    head: keys.head,
    documents: keys.documents,
    log: keys.audit,
    expectedHead: positionText(last),
    newHead: positionText(entries.at(-1) ?? last),
    channel: keys.channel,
    maxLogLength: auditLogSize,
    headField: HEAD_FIELD,
    entries: entries.map((entry) => ({
      version: entry.version,
      entry: JSON.stringify(entry),
      ...documentFields(entry),
    })),
  });
}

function documentFields(entry: AuditEntry): { readonly documentField: string; readonly document: string } {
  const write = documentOf(entry);
  if (write === undefined) return { documentField: '', document: '' };
  const document = write.value === null ? '' : JSON.stringify(write.value);
  return { documentField: `${write.kind}:${write.id}`, document };
}

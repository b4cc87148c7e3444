import { RedisScript } from './redis-script.js';

/**
 * Reads the assignments of units and extends their expiry, so that active users keep their variants. It also works on a
 * server that currently accepts no writes; a unit whose key contains another type has no assignments.
 */
export const readStickyScript = new RedisScript(
  { keyList: 'units', values: ['ttl'] },
  `
local found = {}
for i, unit in ipairs(units) do
  found[i] = redis.pcall('HGETALL', unit)
  if found[i].err then
    if not string.find(found[i].err, 'WRONGTYPE', 1, true) then return found[i] end
    found[i] = {}
  end
  if #found[i] > 0 then redis.pcall('PEXPIRE', unit, ttl) end
end
return found
`,
);

/**
 * Writes one assignment for each unit. An existing assignment is kept, unless it has a lower version or equals
 * `replaced`, the assignment that the write expects, in its stored form (empty: none). Returns the assignments that the
 * units have now.
 */
export const writeStickyScript = new RedisScript(
  {
    keyList: 'units',
    values: ['ttl'],
    rows: { name: 'assignments', fields: ['flag', 'version', 'variant', 'replaced'] },
  },
  `
local kept = {}
for i, unit in ipairs(units) do
  local assignment = assignments[i]
  local found = redis.call('HGET', unit, assignment.flag)
  local foundVersion = found and tonumber(string.match(found, '^(%d+):'))
  if foundVersion and foundVersion >= tonumber(assignment.version) and found ~= assignment.replaced then
    kept[i] = found
  else
    kept[i] = assignment.version .. ':' .. assignment.variant
    redis.call('HSET', unit, assignment.flag, kept[i])
  end
  redis.call('PEXPIRE', unit, ttl)
end
return kept
`,
);

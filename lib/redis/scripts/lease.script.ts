import { RedisScript } from './redis-script.js';

/** Gives a lease to one holder, or extends it for that holder. */
export const leaseScript = new RedisScript(
  { keys: ['lease'], values: ['holder', 'milliseconds'] },
  `
local current = redis.call('GET', lease)
if current and current ~= holder then return 0 end
redis.call('SET', lease, holder, 'PX', milliseconds)
return 1
`,
);

import { RedisScript } from './redis-script.js';

/** Gives a lease to one holder, or prolongs it for that one. Key: the lease. Values: holder, milliseconds. */
export const leaseScript = new RedisScript(`
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
`);

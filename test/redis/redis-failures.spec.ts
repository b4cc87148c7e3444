import { describe, expect, it } from '@jest/globals';
import { messageOf } from '../../lib/internal/message-of.js';
import { MissingPackageError } from '../../lib/internal/missing-package.error.js';
import { RedisFailures } from '../../lib/redis/connection/redis-failures.js';
import { RedisKeys } from '../../lib/redis/redis-keys.js';
import { StoreFailedError, StoreUnavailableError } from '../../lib/store/store.errors.js';

const failures = new RedisFailures('redis', new RedisKeys('shop'));
const IN_SCRIPT = 'ERR Error running script (call to f_5a3b): @user_script:12: @user_script: 12: ';

describe('A failure of Redis', () => {
  for (const [reply, remedy] of [
    ["OOM command not allowed when used memory > 'maxmemory'.", 'raise "maxmemory"'],
    [`${IN_SCRIPT}-OOM command not allowed when used memory > 'maxmemory'.`, 'raise "maxmemory"'],
    ["READONLY You can't write against a read only replica.", 'use the address of the master'],
    [`${IN_SCRIPT}-READONLY You can't write against a read only replica.`, 'use the address of the master'],
    ['LOADING Redis is loading the dataset in memory', 'it is still loading'],
    ['MASTERDOWN Link with MASTER is down', 'a replica without its master'],
    ['CLUSTERDOWN The cluster is down', 'check CLUSTER INFO'],
    ['TRYAGAIN Multiple keys request during rehashing of slot', 'moving the slot of the keys'],
    ['MISCONF Redis is configured to save RDB snapshots', 'check its log'],
    ['NOPERM this user has no permissions', 'An ACL user needs: ~{shop}:* &{shop}:changes +eval'],
    ['NOAUTH Authentication required.', 'An ACL user needs'],
    ['WRONGPASS invalid username-password pair', 'An ACL user needs'],
    ['ERR AUTH <password> called without any password configured', 'An ACL user needs'],
    ["ERR The user executing the script can't run this command", 'An ACL user needs'],
    ['ERR something else', 'ERR something else'],
  ] as const) {
    it(`can be retried and names the remedy if it is temporary, such as ${reply.slice(0, 60)}`, () => {
      const cause = new Error(reply);
      const error = failures.of(cause);
      expect(error).toBeInstanceOf(StoreUnavailableError);
      expect(error.message).toContain(remedy);
      expect(error.cause).toBe(cause);
    });
  }

  it('names the key that an operator must repair if it is permanent', () => {
    const reply = new Error('WRONGTYPE Operation against a key holding the wrong kind of value');
    const error = failures.of(reply, ['{shop}:head', '{shop}:documents']);
    expect(error).toBeInstanceOf(StoreFailedError);
    expect(error.message).toContain('the key "{shop}:head" or "{shop}:documents" holds another type of data');
  });

  it('has a message even if one host has several addresses', () => {
    const refused = Object.assign(new AggregateError([new Error('a'), new Error('b')]), { code: 'ECONNREFUSED' });
    expect(messageOf(failures.of(refused))).toBe('Flag store "redis" is not available: ECONNREFUSED');
  });

  it('is wrapped only once', () => {
    const error = new MissingPackageError('redis', 'keep flags in Redis');
    expect(failures.of(error)).toBe(error);
  });
});

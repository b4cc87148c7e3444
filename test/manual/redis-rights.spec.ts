import { expect, it } from '@jest/globals';
import { RedisKeys } from '../../lib/redis/redis-keys.js';
import { neededRights } from '../../lib/redis/redis-rights.js';
import { codeBlocks } from './code-blocks.js';
import { page } from './pages.js';

it('The Redis page gives an ACL user exactly the rights that the store needs', () => {
  const block = codeBlocks(page('docs/guide/redis.md').text).find(({ code }) => code.includes('ACL SETUSER'));
  const rights = (block?.code ?? '').trim().replaceAll("'", '').split(' ').slice(6).join(' ');
  expect(rights).toBe(neededRights(new RedisKeys('shop')));
});

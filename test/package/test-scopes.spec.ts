import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const program = fileURLToPath(new URL('test-scopes.mjs', import.meta.url));

describe('withFlags of the built package', () => {
  it('applies to requests that inject of Fastify sends, and to managers of both module formats', () => {
    const served = execFileSync(process.execPath, [program], { encoding: 'utf8', timeout: 60_000 });
    expect(JSON.parse(served)).toStrictEqual({
      'inject of Fastify, within': true,
      'inject of Fastify, outside': false,
      'the other module format, within': true,
    });
  });
});

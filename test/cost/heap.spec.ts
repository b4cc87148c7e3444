import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const program = fileURLToPath(new URL('heap-of-calls.mjs', import.meta.url));

const CALLS = 15_000;

/** The state of one call is larger than 70 bytes, so that a leak of it exceeds the limit. */
const LIMIT = 1024 ** 2; // bytes

describe('The heap', () => {
  it.each(['http', 'tcp', 'ws'])('does not grow by calls with contexts (%s)', async (transport) => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', program, transport, `${CALLS}`]);
    const { answers, grown } = JSON.parse(stdout) as { readonly answers: number; readonly grown: number };
    expect(answers).toBe(CALLS);
    expect(grown).toBeLessThan(LIMIT);
  });
});

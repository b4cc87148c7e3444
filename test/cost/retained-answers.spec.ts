import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const program = fileURLToPath(new URL('retained-answers.mjs', import.meta.url));

const REQUESTS = 100;

/** For each request, three answers of the provider, and what three kinds of reads have returned. */
const ANSWERS = 6;

describe('The answers of an external provider', () => {
  it('are not kept after the request, with usage, exposures and telemetry', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', program, `${REQUESTS}`]);
    expect(JSON.parse(stdout)).toStrictEqual({ served: REQUESTS * ANSWERS, retained: 0 });
  });
});

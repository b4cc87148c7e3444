import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const program = fileURLToPath(new URL('run-jobs.mjs', import.meta.url));
const MEBIBYTE = 1024 * 1024;

describe('50,000 jobs with contexts of their own', () => {
  it('leave nothing on the heap, and never see the context of another job', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', program], { timeout: 60_000 });
    const { grown, wrong } = JSON.parse(stdout) as { readonly grown: number; readonly wrong: number };
    expect(wrong).toBe(0);
    expect(Math.abs(grown)).toBeLessThan(2 * MEBIBYTE);
  }, 60_000);
});

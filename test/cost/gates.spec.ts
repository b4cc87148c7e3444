import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';

const NODE = ['--expose-gc', '--min-semi-space-size=128', '--max-semi-space-size=128'];
const program = fileURLToPath(new URL('count-gate-allocations.mjs', import.meta.url));

/** V8's own work, per call. */
const NOTHING = 1;

/** One small object, in addition to the one that is passed to the bare `AsyncLocalStorage.run` here. */
const SMALL_OBJECT = 64;

describe('A request that passes its gates', () => {
  let bytes: Readonly<Record<string, number>> = {};
  const bytesOf = (way: string) => bytes[way] ?? Number.NaN;

  beforeAll(async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [...NODE, program], { timeout: 60_000 });
    bytes = JSON.parse(stdout) as Readonly<Record<string, number>>;
  }, 60_000);

  it('allocates nothing for a gate except the context of its user', () => {
    expect(bytesOf('nothing')).toBeLessThan(NOTHING);
    expect(bytesOf('one gate')).toBeLessThan(bytesOf('context') + NOTHING);
    expect(bytesOf('two gates')).toBeLessThan(2 * bytesOf('context') + NOTHING);
  });

  it.each(['interceptor', 'parameter'])(
    'allocates nothing for services after the phase "%s" has fixed the context',
    (phase) => {
      expect(bytesOf(`service after ${phase}`)).toBeLessThan(NOTHING);
    },
  );

  it('allocates a context for each evaluation of a service while the context is not fixed', () => {
    expect(bytesOf('service after guard')).toBeGreaterThan(NOTHING);
    expect(bytesOf('service after guard')).toBeLessThan(bytesOf('context') + NOTHING);
  });

  it('allocates one small object so that services know its user', () => {
    expect(bytesOf('request hook')).toBeLessThan(bytesOf('AsyncLocalStorage.run') + SMALL_OBJECT);
  });
});

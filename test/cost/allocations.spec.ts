import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';

const NODE = ['--expose-gc', '--min-semi-space-size=128', '--max-semi-space-size=128'];
const program = fileURLToPath(new URL('count-allocations.mjs', import.meta.url));

/** The least that anything put on the heap takes, an empty object or a boxed number, is 16; V8's own work is below 1. */
const NOTHING = 1;

/** `Date.now()` itself: V8 puts every number that does not fit into 31 bits on the heap. */
const BOXED_NUMBER = 16;

/** A few seconds are enough on an idle machine. */
const PATIENCE_MS = 240_000;

type BytesPerCall = Readonly<Record<string, Readonly<Record<string, number>>>>;

async function bytesPerCall(...args: readonly string[]): Promise<BytesPerCall> {
  const { stdout } = await promisify(execFile)(process.execPath, [...NODE, program, ...args], { timeout: PATIENCE_MS });
  return JSON.parse(stdout) as BytesPerCall;
}

const WAYS = [
  'isEnabled(key, context)',
  'getVariant(key, default, context)',
  'evaluate(key, context)',
  'isEnabled(key) with a contextSource',
  'isEnabled(key) within runWith',
  'handle.isEnabled(context)',
];

describe.each([
  ['An evaluation', []],
  ['An evaluation that is counted', ['usage']],
  ['An evaluation that is counted by telemetry', ['telemetry']],
])('%s allocates nothing on the heap', (_, args) => {
  let bytes: BytesPerCall = {};

  beforeAll(async () => {
    bytes = await bytesPerCall(...args);
  }, PATIENCE_MS);

  it.each(WAYS)('by %s', (way) => {
    const { time_based: window, ...others } = bytes[way] ?? {};
    expect(Object.keys(others).length).toBeGreaterThan(7);
    for (const [key, perCall] of Object.entries(others)) {
      expect({ key, allocates: perCall >= NOTHING }).toEqual({ key, allocates: false });
    }
    expect(window).toBeLessThan(BOXED_NUMBER + NOTHING);
  });
});

describe('An evaluation for a user whose exposure was recorded', () => {
  it(
    'allocates nothing on the heap',
    async () => {
      const bytes = await bytesPerCall('exposures');
      const perCall = Object.values(bytes).flatMap((byKey) => Object.values(byKey));
      expect(perCall).toHaveLength(6 * 4);
      expect(perCall.filter((each) => each >= NOTHING)).toStrictEqual([]);
    },
    PATIENCE_MS,
  );
});

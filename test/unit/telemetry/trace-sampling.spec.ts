import { describe, expect, it } from '@jest/globals';
import { RandomIdGenerator } from '@opentelemetry/sdk-trace';
import { isTraceSampled } from '../../../lib/telemetry/trace-sampling.js';

const ids = new RandomIdGenerator();
const traces = Array.from({ length: 20_000 }, () => ids.generateTraceId());

describe('The choice of traces', () => {
  it('includes all with a ratio of 1 and none with 0', () => {
    expect(traces.every((id) => isTraceSampled(id, 1))).toBe(true);
    expect(traces.some((id) => isTraceSampled(id, 0))).toBe(false);
  });

  it('includes the given share, also of the traces that a sampler keeps', () => {
    const kept = traces.filter((id) => Number.parseInt(id.slice(-8), 16) < 0x8000_0000); // by the random bits of the id
    for (const some of [traces, kept]) {
      const share = some.filter((id) => isTraceSampled(id, 0.25)).length / some.length;
      expect(share).toBeGreaterThan(0.22);
      expect(share).toBeLessThan(0.28);
    }
  });

  it('includes the same traces of a smaller ratio in a larger one', () => {
    const few = traces.filter((id) => isTraceSampled(id, 0.1));
    expect(few.every((id) => isTraceSampled(id, 0.2))).toBe(true);
  });
});

import { describe, expect, it } from '@jest/globals';
import { simulateFleet } from './scale/simulated-fleet.js';

const service = { append: 0.2, read: 0.01, publishToEach: 0.001 };

describe('A simulated fleet', () => {
  it('has a change in force on each instance after one message and one read', async () => {
    const { p50, max, reads } = await simulateFleet(20, { oneWay: [1], service });
    expect(reads).toBe(0.95); // all but the one that has made the change
    expect(p50).toBeGreaterThan(4); // to the server, to the instance, and a read there and back
    expect(max).toBeLessThan(5);
  });

  it('waits for the server, which handles one command at a time', async () => {
    const few = await simulateFleet(5, { oneWay: [0], service });
    const many = await simulateFleet(50, { oneWay: [0], service });
    expect(many.max - few.max).toBeGreaterThan(45 * service.read - service.read);
  });
});

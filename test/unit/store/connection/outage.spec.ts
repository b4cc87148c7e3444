import { describe, expect, it } from '@jest/globals';
import { Outage } from '../../../../lib/store/connection/outage.js';
import { RecordingListener } from '../../../support/recording-listener.js';

describe('An outage', () => {
  it('is reported once, and ends when the last connection is back', () => {
    const listener = new RecordingListener();
    const outage = new Outage(listener);
    outage.begin('commands', new Error('first'));
    outage.begin('subscriber', new Error('second'));
    outage.begin('commands', new Error('third'));
    outage.end('commands');
    expect(listener.outages).toEqual(['lost']);
    outage.end('subscriber');
    expect(listener.outages).toEqual(['lost', 'resumed']);
    expect(listener.errors).toEqual([new Error('first')]);
  });

  it('is not ended by a connection that was never lost', () => {
    const listener = new RecordingListener();
    const outage = new Outage(listener);
    outage.end('commands');
    outage.end('subscriber');
    expect(listener.outages).toStrictEqual([]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { SessionEnd } from '../../../../lib/store/connection/session-end.js';

describe('The end of a session', () => {
  it('is reached once, for the first reason', async () => {
    const end = new SessionEnd(new AbortController().signal);
    expect(end.signal.aborted).toBe(false);
    end.reach('cut');
    end.reach('closed');
    await expect(end.reason).resolves.toBe('cut');
    expect(end.signal.reason).toBe('cut');
  });

  it('is reached when its connection is closed', async () => {
    const closing = new AbortController();
    const end = new SessionEnd(closing.signal);
    closing.abort('closed');
    await expect(end.reason).resolves.toBe('closed');
  });
});

import { randomUUID } from 'node:crypto';
import { afterEach } from '@jest/globals';
import type { Listen, ListenOptions, ListenSession } from '../../../lib/postgres/connection/postgres-connection.js';
import { TIMEOUT_MS } from './watches.js';

export interface OpenedSession {
  readonly session: ListenSession;
  readonly channel: string;
  /** The payloads of all notifications. */
  readonly received: string[];
}

/** Opens sessions that listen, which are ended when their test is over. */
export function listenSessions() {
  const open: ListenSession[] = [];
  afterEach(() => {
    for (const session of open.splice(0)) session.end(new Error('the test is over'));
  });
  return async (listen: Listen, options: Partial<ListenOptions> = {}): Promise<OpenedSession> => {
    const received: string[] = [];
    const channel = options.channel ?? randomUUID();
    const session = await listen({
      timeout: TIMEOUT_MS,
      signal: new AbortController().signal,
      received: (payload) => void received.push(payload),
      ...options,
      channel,
    });
    open.push(session);
    return { session, channel, received };
  };
}

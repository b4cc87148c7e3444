import { randomUUID } from 'node:crypto';
import { answerWithin, SilenceError } from '../../store/connection/answer-within.js';

/** Distinguishes probes from positions, which begin with a digit. */
const PREFIX = 'probe ';

export interface ProbeOptions {
  /** The timeout of the notification after it was sent, in milliseconds. */
  readonly limit: number;
  /** Ends the wait, with its reason. */
  readonly signal: AbortSignal;
}

/**
 * Notifications that an instance sends to itself, to find out whether it receives notifications. They are sent over the
 * connections for statements, not over the one that listens: that is how changes are announced, and only so does a probe
 * fail if a pooler has given the session that listens to another client, or if the two lead to different databases.
 */
export class NotificationProbes {
  readonly #pending = new Map<string, () => void>();

  /** Takes a notification if it is a probe of any instance; returns `false` if it announces a change. */
  take(payload: string): boolean {
    if (!payload.startsWith(PREFIX)) return false;
    this.#pending.get(payload)?.();
    return true;
  }

  /**
   * Sends a probe, and waits for it.
   *
   * @returns whether it was received
   * @throws the error of `send`
   */
  async probe(send: (payload: string) => Promise<unknown>, { limit, signal }: ProbeOptions): Promise<boolean> {
    const payload = PREFIX + randomUUID();
    const receipt = new Promise<void>((resolve) => this.#pending.set(payload, resolve));
    try {
      await send(payload);
      return await isSettled(receipt, limit, signal);
    } finally {
      this.#pending.delete(payload);
    }
  }
}

async function isSettled(receipt: Promise<void>, limit: number, signal: AbortSignal): Promise<boolean> {
  try {
    await answerWithin(() => receipt, limit, signal);
    return true;
  } catch (error) {
    if (error instanceof SilenceError) return false;
    throw error;
  }
}

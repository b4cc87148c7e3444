/** The part of the timeout that passes between two heartbeats: less than half, because a busy machine sends and notices late. */
const SHARE_OF_TIMEOUT = 0.4;

/**
 * The time between two heartbeats, so that a connection on which the last answer arrived just before it broke is detected
 * within 1.5 times the timeout.
 *
 * @param timeout the timeout of one answer, in milliseconds
 */
export function heartbeatInterval(timeout: number): number {
  return SHARE_OF_TIMEOUT * timeout;
}

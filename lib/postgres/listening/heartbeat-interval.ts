/** Of the timeout of one answer; the rest of the half is for a busy machine, which sends and notices late. */
const PART_OF_TIMEOUT = 0.4;

/**
 * The time between two heartbeats, so that a connection on which the last answer arrived just before it broke is detected
 * within 1.5 times the timeout.
 *
 * @param timeout the timeout of one answer, in milliseconds
 */
export function heartbeatInterval(timeout: number): number {
  return PART_OF_TIMEOUT * timeout;
}

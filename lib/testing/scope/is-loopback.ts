const LOOPBACK = /^(?:localhost|.*\.localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[?(?:::|::1|::ffff:127(?:\.\d+){3})\]?)$/i;

/** Whether a host name or address means the local machine. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

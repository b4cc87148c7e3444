/** What `TIME` answers, seconds and microseconds, in milliseconds since 1970; `NaN` when it is neither. */
export function millisecondsOf(answer: unknown): number {
  const [seconds, microseconds] = Array.isArray(answer) ? (answer as readonly unknown[]) : [];
  return Number(seconds) * 1000 + Number(microseconds) / 1000;
}

/** Converts the reply of `TIME`, seconds and microseconds, to milliseconds since 1970; `NaN` if it has another form. */
export function millisecondsOf(answer: unknown): number {
  const [seconds, microseconds] = Array.isArray(answer) ? (answer as readonly unknown[]) : [];
  return Number(seconds) * 1000 + Number(microseconds) / 1000;
}

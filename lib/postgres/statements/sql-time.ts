/** The current time of the server, in milliseconds since 1970. Unlike `now()`, it advances during a statement. */
export const SERVER_TIME = millisecondsOf('clock_timestamp()');

/** A time as milliseconds since 1970. */
export function millisecondsOf(time: string): string {
  return `extract(epoch FROM ${time})::float8 * 1000`;
}

/** A time that is given as milliseconds since 1970. */
export function timeAt(milliseconds: string): string {
  return `to_timestamp(${milliseconds}::float8 / 1000)`;
}

/** The time so many milliseconds before the current time of the server. */
export function timeBefore(milliseconds: string): string {
  return `clock_timestamp() - ${milliseconds}::float8 * interval '1 millisecond'`;
}

/** The time so many milliseconds before the statement began, which is the same wherever the statement asks. */
export function timeBeforeStatement(milliseconds: string): string {
  return `statement_timestamp() - ${milliseconds}::float8 * interval '1 millisecond'`;
}

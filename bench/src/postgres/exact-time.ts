/** Milliseconds on a clock that all processes of a machine share. */
export function exactTime(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

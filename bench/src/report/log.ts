/** Prints progress on the console; the report itself is a file. */
export function log(line: string): void {
  process.stderr.write(`${line}\n`);
}

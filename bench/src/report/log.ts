/** Tells who is waiting what goes on; the report itself is a file. */
export function log(line: string): void {
  process.stderr.write(`${line}\n`);
}

const counts = { passed: 0, failed: 0, skipped: 0 };

/**
 * Takes one step: one line that says `ok`, or `FAIL` with the reason.
 *
 * @template T
 * @param {string} name
 * @param {() => Promise<T> | T} work
 * @returns {Promise<T | undefined>} what `work` returns, `undefined` when it failed
 */
export async function step(name, work) {
  const start = Date.now();
  try {
    const result = await work();
    counts.passed++;
    print(`ok    ${name} (${seconds(start)})`);
    return result;
  } catch (error) {
    counts.failed++;
    print(`FAIL  ${name} (${seconds(start)}): ${shortened(error instanceof Error ? error.message : String(error))}`);
    return undefined;
  }
}

/** A step that is not taken, and why. */
export function skip(name, reason) {
  counts.skipped++;
  print(`skip  ${name}: ${reason}`);
}

/** A step that cannot be taken because an earlier one failed. */
export function blocked(name, reason) {
  counts.failed++;
  print(`FAIL  ${name}: ${reason}`);
}

/** Prints the sum, and tells whether nothing failed. */
export function summary() {
  print(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  return counts.failed === 0;
}

/** Fails with all of the problems at once. */
export function assertNone(problems) {
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

/** The first lines, without the stack. */
function shortened(reason) {
  return reason
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\s+at /.test(line))
    .map((line) => (line.length > 400 ? `${line.slice(0, 400)}…` : line))
    .slice(0, 40)
    .join('\n        ');
}

function seconds(start) {
  return `${((Date.now() - start) / 1000).toFixed(1)} s`;
}

function print(line) {
  process.stdout.write(`${line}\n`);
}

import { createRequire } from 'node:module';
import { join } from 'node:path';

/**
 * `require` as a file of this package has it, for packages that only some teams install. The file's place is read from
 * the call stack, which works in ES modules and in CommonJS alike (`import.meta` is a syntax error in the latter).
 */
export function packageRequire(): NodeJS.Require {
  return createRequire(thisFile() ?? join(process.cwd(), 'package.json'));
}

function thisFile(): string | undefined {
  // oxlint-disable-next-line typescript/unbound-method -- put back as it was, never called
  const { prepareStackTrace, stackTraceLimit } = Error;
  try {
    Error.stackTraceLimit = 1;
    Error.prepareStackTrace = (_, [site]) => site?.getFileName() ?? undefined;
    const file: unknown = new Error('only its stack is wanted').stack;
    return typeof file === 'string' && /^(?:file:|[\\/]|\w:)/.test(file) ? file : undefined;
  } catch {
    return undefined; // the intrinsics are frozen
  } finally {
    if (Error.prepareStackTrace !== prepareStackTrace) Error.prepareStackTrace = prepareStackTrace;
    if (Error.stackTraceLimit !== stackTraceLimit) Error.stackTraceLimit = stackTraceLimit;
  }
}

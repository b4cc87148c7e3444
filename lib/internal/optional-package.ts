import { errorCodeOf } from './error-code.js';
import { MissingPackageError } from './missing-package.error.js';

/**
 * Loads an optional peer dependency.
 *
 * @param load the dynamic import itself, so that bundlers and the type checker can resolve it
 * @throws {MissingPackageError} (`MISSING_PACKAGE`) with the command that installs it; errors of an installed package
 *   are not changed
 */
export async function optionalPackage<T>(name: string, purpose: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    throw isNotFound(error) ? new MissingPackageError(name, purpose, { cause: error }) : error;
  }
}

/**
 * Loads an optional peer dependency in the same way, for code that cannot wait.
 *
 * @param load requires the package
 * @throws {MissingPackageError} (`MISSING_PACKAGE`) with the command that installs it
 */
export function optionalPackageNow<T>(name: string, purpose: string, load: () => T): T {
  try {
    return load();
  } catch (error) {
    throw isNotFound(error) ? new MissingPackageError(name, purpose, { cause: error }) : error;
  }
}

/** Recognizes both codes of Node: that of `import`, and that of `require`, which some test runners use. */
function isNotFound(error: unknown): boolean {
  const code = errorCodeOf(error);
  return code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
}

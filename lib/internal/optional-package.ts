import { MissingPackageError } from './missing-package.error.js';

/**
 * Loads a package that only some teams need.
 *
 * @param load the dynamic import itself, so that bundlers and types see it
 * @throws {MissingPackageError} (`MISSING_PACKAGE`) telling how to install it; what an installed one throws, as it is
 */
export async function optionalPackage<T>(name: string, purpose: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    throw isNotFound(error) ? new MissingPackageError(name, purpose, { cause: error }) : error;
  }
}

/** Both codes of Node: for `import` and for `require`, which some test runners use. */
function isNotFound(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('code' in error)) return false;
  return error.code === 'ERR_MODULE_NOT_FOUND' || error.code === 'MODULE_NOT_FOUND';
}

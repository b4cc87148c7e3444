import { MissingPackageError } from './provider.errors.js';

/**
 * Loads a package that only some teams need.
 *
 * @param load the dynamic import itself, so that bundlers and types see it
 * @throws {MissingPackageError} (`MISSING_PACKAGE`) telling how to install it
 */
export async function optionalPackage<T>(name: string, purpose: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    throw new MissingPackageError(name, purpose, { cause: error });
  }
}

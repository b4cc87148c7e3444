import { errorCodeOf } from '../../internal/error-code.js';
import { FeatureFlagsError } from '../../internal/feature-flags.error.js';
import { messageOf } from '../../internal/message-of.js';
import { StoreFailedError, StoreUnavailableError } from '../store.errors.js';

/** Names the file that a store works on, for errors. */
export interface FilePlace {
  readonly store: string;
  readonly path: string;
}

/**
 * Does what may fail by the file system.
 *
 * @param what how an error goes on behind the file's name
 * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) instead of whatever is not an error of this package
 */
export async function onDisk<T>({ store, path }: FilePlace, what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FeatureFlagsError) throw error;
    if (errorCodeOf(error) === 'ELOOP') {
      throw new StoreFailedError(
        store,
        `${path} is a symbolic link, which is not followed. Put the file itself there.`,
      );
    }
    const message = `${path} ${what}: ${messageOf(error)}. ${CHECK_DISK}`;
    throw new StoreUnavailableError(store, message, { cause: error });
  }
}

/** The error of a write of which nothing is left on the disk, such as on a full one. */
export function refusalOf({ store, path }: FilePlace, cause: unknown): StoreUnavailableError {
  const message = `${path} cannot be written: ${messageOf(cause)}. ${CHECK_DISK}`;
  return new StoreUnavailableError(store, message, { cause, isRefusal: true });
}

/** The remedy for an error of the file system. */
const CHECK_DISK = 'Check the folder, its permissions, and the free space on its disk.';

/** Recognizes it by its code alone: in a test runner's realm, an error of Node is no instance of `Error`. */
export function isMissingFile(error: unknown): boolean {
  return errorCodeOf(error) === 'ENOENT';
}

import { errorCodeOf } from '../../internal/error-code.js';
import { FeatureFlagsError } from '../../internal/feature-flags.error.js';
import { messageOf } from '../../internal/message-of.js';
import { StoreFailedError, StoreUnavailableError } from '../store.errors.js';

/** The file that a store works on, for error messages. */
export interface FilePlace {
  readonly store: string;
  readonly path: string;
}

/**
 * Runs an operation on the file system, and converts its errors.
 *
 * @param what the part of the message that follows the file's path, such as `cannot be read`
 * @throws {StoreFailedError} (`STORE_FAILED`) when the file is a symbolic link
 * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) for all other errors that are not errors of this package
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

/** Returns the error for a failed write that left nothing on the disk, for example because the disk is full. */
export function refusalOf({ store, path }: FilePlace, cause: unknown): StoreUnavailableError {
  const message = `${path} cannot be written: ${messageOf(cause)}. ${CHECK_DISK}`;
  return new StoreUnavailableError(store, message, { cause, isRefusal: true });
}

/** The remedy for an error of the file system. */
const CHECK_DISK = 'Check the folder, its permissions, and the free space on its disk.';

/**
 * Whether an error means that a file does not exist. Only the code is checked: in a test runner's realm, errors of
 * Node.js are not instances of `Error`.
 */
export function isMissingFile(error: unknown): boolean {
  return errorCodeOf(error) === 'ENOENT';
}

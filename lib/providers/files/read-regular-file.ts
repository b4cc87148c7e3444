import { constants, open, stat, type FileHandle } from 'node:fs/promises';

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants; // the latter two are undefined, and count as 0, on Windows
const CHUNK = 256 * 1024;

/** A file was replaced or changed while it was read. */
export class FileChangedError extends Error {}

/**
 * Reads all bytes of a regular file. Anything else at the path is rejected without waiting, such as a FIFO without a
 * writer. A file over the limit is rejected regardless of the size that it reports. A file that changes while it is
 * read is rejected as well.
 *
 * @param path the path of the file itself; symbolic links are not followed
 * @param limit the name of `maxBytes` in errors
 * @throws {FileChangedError} when the file has changed, so that another attempt may succeed
 * @throws {Error} when it is not a regular file, is too large, or cannot be read
 */
export async function readRegularFile(path: string, maxBytes: number, limit = 'the limit'): Promise<Buffer> {
  if (!(await stat(path)).isFile()) throw notRegular(); // opening a device may already have an effect
  const file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const before = await file.stat({ bigint: true });
    if (!before.isFile()) throw notRegular();
    if (before.size > maxBytes) throw tooLarge(before.size, maxBytes, limit);
    const bytes = await bytesOf(file, maxBytes);
    const after = await file.stat({ bigint: true });
    if (bytes.length > maxBytes) throw tooLarge(after.size, maxBytes, limit);
    const isSame =
      after.mtimeNs === before.mtimeNs && after.size === before.size && BigInt(bytes.length) === after.size;
    if (!isSame) throw new FileChangedError('it was changed while it was read: replace it atomically, by a rename');
    return bytes;
  } finally {
    await file.close();
  }
}

/** Reads at most one byte more than allowed. */
async function bytesOf(file: FileHandle, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  while (length <= maxBytes) {
    const chunk = Buffer.allocUnsafe(Math.min(CHUNK, maxBytes + 1 - length));
    const { bytesRead } = await file.read(chunk, 0, chunk.length, length);
    if (bytesRead === 0) break;
    chunks.push(chunk.subarray(0, bytesRead));
    length += bytesRead;
  }
  return Buffer.concat(chunks, length);
}

function notRegular(): Error {
  return new Error('it is not a regular file');
}

function tooLarge(size: bigint, maxBytes: number, limit: string): Error {
  return new Error(`it has ${size} bytes; ${limit} is ${maxBytes}`);
}

import { constants, open, stat, type FileHandle } from 'node:fs/promises';

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants; // the latter two are undefined, and count as 0, on Windows
const CHUNK = 256 * 1024;

/** A file that was another one, or had other content, at the end of reading it than at the beginning. */
export class FileChangedError extends Error {}

/**
 * All bytes of a regular file. Whatever else stands at the path is refused without waiting for it, such as a FIFO that
 * nobody writes to; so is a file over the limit, whatever size it claims to have, and one that changes meanwhile.
 *
 * @param path of the file itself: a symbolic link is not followed
 * @param limit what the error calls `maxBytes`
 * @throws {FileChangedError} when it is worth another attempt
 * @throws {Error} when it is no regular file, is too large, or cannot be read
 */
export async function readRegularFile(path: string, maxBytes: number, limit = 'the limit'): Promise<Buffer> {
  if (!(await stat(path)).isFile()) throw notRegular(); // opening a device may already do something to it
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
    if (!isSame) throw new FileChangedError('it was changed while it was read: replace it at once, by a rename');
    return bytes;
  } finally {
    await file.close();
  }
}

/** Up to one byte more than is allowed. */
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

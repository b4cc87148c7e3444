import { randomUUID } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';

/** Replaces a file atomically: writes a temporary file and renames it. */
export async function replaceFile(path: string, content: string): Promise<void> {
  const beside = `${path}.${randomUUID()}.tmp`;
  await writeFile(beside, content);
  await rename(beside, path);
}

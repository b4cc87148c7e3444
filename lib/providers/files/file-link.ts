import { realpath } from 'node:fs/promises';
import { dirname, join, basename, sep } from 'node:path';

/**
 * The way in which a path leads to its file: `none` without a link; `beside` by links whose changes are visible in the
 * path's own folder, such as those of a ConfigMap volume (`flags.json` to `..data/flags.json`, and `..data` to a folder
 * whose name begins with `..`); `below` by a link into another subfolder.
 */
export type FileLink = 'none' | 'beside' | 'below';

/**
 * Resolves a path through links, which must stay within its folder, because a link out of it may lead to a file that
 * others can write.
 *
 * @throws {Error} when the file does not exist, or is outside the folder
 */
export async function ownLinkOf(path: string): Promise<{ readonly path: string; readonly link: FileLink }> {
  const [folder, file] = await Promise.all([realpath(dirname(path)), realpath(path)]);
  const direct = join(folder, basename(path));
  if (file === direct) return { path: file, link: 'none' };
  const inside = folder.endsWith(sep) ? folder : folder + sep;
  if (!file.startsWith(inside)) {
    throw new Error('it is a symbolic link out of its folder: give the path of the file itself');
  }
  const place = file.slice(inside.length);
  return { path: file, link: !place.includes(sep) || place.startsWith('..') ? 'beside' : 'below' };
}

import { rmSync } from 'node:fs';
import { relative } from 'node:path';
import { scanSources } from '../../../../lib/cli/source-keys/scan-sources.js';
import { sourceFiles } from '../../../../lib/cli/source-keys/source-files.js';
import type { KeyReference } from '../../../../lib/cli/source-keys/source-references.js';
import { folderWith, type Files } from '../support/run-in-folder.js';

/** What is found in the source files of a folder. */
export async function scanned(files: Files, { openFeature = false, tests = false } = {}) {
  const cwd = folderWith(files);
  try {
    const sources = await sourceFiles({ sources: ['.'], tests, exclude: [], cwd });
    const { keys, definitions, dynamic, problems } = await scanSources(sources, { openFeature });
    const of = (kind: KeyReference['kind']) => keys.filter((each) => each.kind === kind).map(({ key }) => key);
    return {
      asked: of('asks'),
      named: of('names'),
      maybe: of('may ask'),
      defined: definitions.map(({ key, definition }) => [key, definition]),
      dynamic: dynamic.map(
        ({ called, place }) => `${called} ${relative(cwd, place.file)}:${place.line}:${place.column}`,
      ),
      places: keys.map(({ key, place }) => `${key} ${relative(cwd, place.file)}:${place.line}:${place.column}`),
      problems: problems.map(({ message }) => message),
    };
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

/** The keys that one TypeScript file asks for. */
export async function askedIn(code: string, more: Files = {}): Promise<readonly string[]> {
  const { asked } = await scanned({ 'shop.ts': code, ...more });
  return asked;
}

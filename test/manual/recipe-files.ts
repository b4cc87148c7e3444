import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { root } from './code-blocks.js';

/** A file that a page of the guide shows as it is, and that a test runs. */
export interface RecipeFile {
  /** The page, such as `docs/guide/testing.md`. */
  readonly page: string;
  /** Where the file is, so that what it imports from its neighbors is found. */
  readonly path: string;
  readonly code: string;
}

/** The files of `recipes`, in one folder for each page of the guide. */
export function recipeFiles(): RecipeFile[] {
  const folder = resolve(root, 'test/manual/recipes');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => {
      const path = resolve(folder, name);
      return { page: `docs/guide/${name.split(/[/\\]/)[0]}.md`, path, code: readFileSync(path, 'utf8') };
    });
}

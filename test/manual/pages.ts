import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { headingAnchor } from '../../docs/.vitepress/heading-anchor.mjs';
import { root } from './code-blocks.js';

export interface Page {
  /** The path from the project's folder, such as `docs/reference/limits.md`. */
  readonly path: string;
  readonly text: string;
}

/** One page of the manual, such as `page('docs/reference/limits.md')`; read its tables with `tableRows`. */
export function page(path: string): Page {
  return { path, text: readFileSync(resolve(root, path), 'utf8') };
}

/** The README, the security policy and every page of the folder `docs`. */
export function pages(): Page[] {
  const folders = ['docs/guide', 'docs/reference'].flatMap((folder) =>
    readdirSync(resolve(root, folder)).map((name) => `${folder}/${name}`),
  );
  return ['README.md', 'SECURITY.md', 'docs/index.md', ...folders].map(page);
}

/** The anchors of a page's headings, as a forge renders them. */
export function anchorsOf(text: string): string[] {
  const prose = text.replaceAll(/^```.*?^```$/gms, '');
  return Array.from(prose.matchAll(/^#{1,6} +(.+)$/gm), ([, heading = '']) => headingAnchor(heading));
}

/** The targets of all links and images that do not leave the project. */
export function localLinksOf(text: string): string[] {
  const prose = text.replaceAll(/^```.*?^```$/gms, '').replaceAll(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^\w+:/.test(target));
}

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
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
  const docs = existsSync(resolve(root, 'docs')) ? readdirSync(resolve(root, 'docs'), { recursive: true }) : [];
  const paths = ['README.md', 'SECURITY.md', ...docs.map((name) => `docs/${String(name)}`)];
  return paths.filter((path) => path.endsWith('.md') && existsSync(resolve(root, path))).map(page);
}

/** The anchors of a page's headings, as a forge renders them. */
export function anchorsOf(text: string): string[] {
  const prose = text.replaceAll(/^```.*?^```$/gms, '');
  return [...prose.matchAll(/^#{1,6} +(.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{Pc}\- ]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** The targets of all links and images that do not leave the project. */
export function localLinksOf(text: string): string[] {
  const prose = text.replaceAll(/^```.*?^```$/gms, '').replaceAll(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^\w+:/.test(target));
}

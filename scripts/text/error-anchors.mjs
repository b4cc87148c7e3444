import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { headingAnchor } from '../../docs/.vitepress/heading-anchor.mjs';
import { root } from './lib-program.mjs';
import { publicSymbols } from './public-symbols.mjs';

const PAGE = 'docs/reference/errors.md';

/** Every error code that has no heading on the page of errors, where its message points. */
export function codesWithoutAnchor(lib) {
  const page = readFileSync(join(root, PAGE), 'utf8');
  const anchors = new Set(Array.from(page.matchAll(/^#+ (.+)$/gm), ([, heading]) => headingAnchor(heading)));
  return publicSymbols(lib)
    .filter(({ name }) => name.startsWith('FlagErrorCode.'))
    .map(({ declaration }) => declaration.initializer.text)
    .filter((code) => !anchors.has(code.toLowerCase().replaceAll('_', '-')))
    .map((code) => `${PAGE}: no section for ${code}`);
}

import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path/posix';
import { fileURLToPath } from 'node:url';
import type { MarkdownRenderer } from 'vitepress';
import { projectPages } from './project-pages.mjs';

type Token = ReturnType<MarkdownRenderer['parse']>[number];

const root = fileURLToPath(new URL('../..', import.meta.url));
const copies = new Map(Object.entries(projectPages).map(([copy, file]) => [file, copy]));

/**
 * Makes relative links between files of the repository work on the site: a link to a page leads to its address, and a
 * link to another file, which the site does not have, becomes plain text. A link to a file that does not exist is an
 * error.
 */
export function siteLinks(md: MarkdownRenderer): void {
  md.core.ruler.push('site-links', ({ tokens, env }) => {
    const page = relative(root, String(env.realPath ?? env.path));
    const source = page in projectPages ? projectPages[page as keyof typeof projectPages] : page;
    for (const { children } of tokens) if (children !== null) adapt(children, source);
  });
}

function adapt(children: Token[], source: string): void {
  for (const [i, token] of children.entries()) {
    const href = token.type === 'link_open' ? (token.attrGet('href') ?? '') : '#';
    if (href.startsWith('#') || /^\w+:/.test(href)) continue;
    const [path = '', anchor] = href.split('#');
    const target = join(dirname(source), decodeURI(path));
    if (!existsSync(join(root, target))) throw new Error(`${source}: the link ${href} leads nowhere`);
    const page = copies.get(target) ?? target;
    if (page.startsWith('docs/') && page.endsWith('.md')) {
      token.attrSet('href', `${page.slice('docs'.length)}${anchor === undefined ? '' : `#${anchor}`}`);
    } else unlink(children, i);
  }
}

/** Takes the link away, and leaves its text. */
function unlink(children: Token[], open: number): void {
  const close = children.findIndex(({ type }, i) => i > open && type === 'link_close');
  for (const i of [open, close]) Object.assign(children[i] ?? {}, { type: 'text', content: '', tag: '', nesting: 0 });
}

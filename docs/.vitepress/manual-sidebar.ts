import { readFileSync } from 'node:fs';
import type { DefaultTheme } from 'vitepress';

const GROUP = /^## (.+)\n\n\| Page .*\n\| --.*\n((?:\|.*\n)+)/gm;
const ROW = /^\| \[(.+?)\]\((.+?)\.md\)/gm;

/** The groups and pages that the tables of the first page list. */
export function manualSidebar(firstPage: URL): DefaultTheme.SidebarItem[] {
  const groups = [...readFileSync(firstPage, 'utf8').matchAll(GROUP)].map(([, text = '', rows = '']) => ({
    text,
    items: [...rows.matchAll(ROW)].map(([, title = '', path = '']) => ({ text: title, link: `/${path}` })),
  }));
  if (groups.length === 0) throw new Error(`${firstPage.pathname} lists no pages`);
  return groups;
}

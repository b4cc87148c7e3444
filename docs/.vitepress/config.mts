import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';
import { entryPoints } from '../../scripts/entry-points.mjs';
import { headingAnchor } from './heading-anchor.mjs';
import { manualSidebar } from './manual-sidebar.ts';
import { copyProjectPages } from './project-pages.mjs';
import { siteLinks } from './site-links.ts';

const base = process.env['DOCS_BASE'] ?? '/';
const ENTRY_POINTS = Object.keys(entryPoints).map((name) => name.replace('.', 'nestjs-feature-flags'));

const PROJECT = {
  text: 'Project',
  items: [
    { text: 'Changelog', link: '/project/changelog' },
    { text: 'Contributing', link: '/project/contributing' },
    { text: 'Security policy', link: '/project/security-policy' },
    { text: 'Benchmark', link: '/project/benchmark' },
    { text: 'Benchmark results', link: '/project/benchmark-results' },
  ],
};

copyProjectPages(fileURLToPath(new URL('../..', import.meta.url)));

// oxlint-disable-next-line import/no-default-export -- VitePress reads the configuration from it
export default defineConfig({
  lang: 'en-US',
  title: 'nestjs-feature-flags',
  description: 'Feature flags for NestJS, evaluated in your own process',
  base,
  head: [['link', { rel: 'icon', href: `${base}icon.svg` }]],
  markdown: {
    anchor: { slugify: headingAnchor },
    config: siteLinks,
  },
  vite: { build: { chunkSizeWarningLimit: 2000 } }, // the search index is one chunk, loaded by the first search
  themeConfig: {
    nav: [
      { text: 'Guide', link: '/guide/quick-start' },
      { text: 'Reference', link: '/reference/options' },
      { text: 'API', link: '/api/' },
    ],
    sidebar: {
      '/': [...manualSidebar(new URL('../index.md', import.meta.url)), PROJECT],
      '/api/': ENTRY_POINTS.map((text) => ({ text, link: `/api/${text}/` })),
    },
    outline: [2, 3],
    search: { provider: 'local' },
  },
});

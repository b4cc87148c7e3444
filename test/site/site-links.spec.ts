import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { brokenLinks, externalResources, pagesOf } from './site-links.mjs';

describe('The check of the built site', () => {
  const site = mkdtempSync(join(tmpdir(), 'site-'));
  afterAll(() => rmSync(site, { recursive: true }));
  mkdirSync(join(site, 'guide'));
  writeFileSync(
    join(site, 'index.html'),
    '<a href="/guide/gates.html#change-the-404">1</a> <a class="x" href="guide/gates.html#nowhere">2</a>' +
      '<a href="/guide/gone.html">3</a> <a href="https://nodejs.org">4</a> <a href="#top">5</a>',
  );
  writeFileSync(
    join(site, 'guide/gates.html'),
    '<link rel="stylesheet" href="https://fonts.example/x.css"><script src="/app.js"></script>' +
      '<h2 id="change-the-404">Change the 404</h2><a href="../index.html">6</a><img alt="" src="//img.example/1.png">',
  );
  writeFileSync(join(site, 'style.css'), '@import "https://css.example/a.css"; a { background: url(data:,) }');

  it('reads every page', () => {
    expect(pagesOf(site)).toStrictEqual(['guide/gates.html', 'index.html']);
  });

  it('reports links to missing pages and headings', () => {
    expect(brokenLinks(site)).toStrictEqual([
      'index.html: guide/gates.html#nowhere',
      'index.html: /guide/gone.html',
      'index.html: #top',
    ]);
  });

  it('reports what pages and styles load from other sites', () => {
    expect(externalResources(site)).toStrictEqual([
      'guide/gates.html: <link rel="stylesheet" href="https://fonts.example/x.css"',
      'guide/gates.html: <img alt="" src="//img.example/1.png"',
      'style.css: @import "https://css.example/a.css',
    ]);
  });
});

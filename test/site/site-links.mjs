import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const LINK = /<a [^>]*?href="([^"]*)"/g;
const ID = / id="([^"]*)"/g;
/** What a browser loads by itself: links in prose may leave the site, these may not. */
const RESOURCE =
  /<(?:script|img|iframe|source)\b[^>]*? src="(?:https?:)?\/\/[^"]*"|<link\b[^>]*? href="(?:https?:)?\/\/[^"]*"/g;
const STYLE_RESOURCE = /(?:url\(|@import )["']?(?:https?:)?\/\/[^"')]*/g;

/** The pages of a built site, such as `guide/gates.html`. */
export function pagesOf(site) {
  return filesOf(site, '.html').filter((file) => file !== '404.html');
}

/** Links that lead to no page, or to no heading of one. */
export function brokenLinks(site) {
  const read = (file) => decoded(readFileSync(join(site, file), 'utf8'));
  const anchors = new Map();
  const anchorsOf = (file) => {
    if (!anchors.has(file)) anchors.set(file, new Set(Array.from(read(file).matchAll(ID), ([, id]) => id)));
    return anchors.get(file);
  };
  return pagesOf(site).flatMap((page) => {
    const links = new Set(Array.from(read(page).matchAll(LINK), ([, href]) => href));
    return [...links]
      .filter((href) => {
        const { origin, pathname, hash } = new URL(href, `http://site/${page}`);
        if (origin !== 'http://site') return false;
        const file = decodeURIComponent(pathname.endsWith('/') ? `${pathname}index.html` : pathname).slice(1);
        if (!existsSync(join(site, file))) return true;
        return hash !== '' && !anchorsOf(file).has(decodeURIComponent(hash.slice(1)));
      })
      .map((href) => `${page}: ${href}`);
  });
}

/** What pages and styles load from elsewhere. */
export function externalResources(site) {
  return [
    ...filesOf(site, '.html').flatMap((file) => matchesIn(site, file, RESOURCE)),
    ...filesOf(site, '.css').flatMap((file) => matchesIn(site, file, STYLE_RESOURCE)),
  ];
}

function matchesIn(site, file, pattern) {
  return Array.from(readFileSync(join(site, file), 'utf8').matchAll(pattern), ([found]) => `${file}: ${found}`);
}

function filesOf(site, extension) {
  return readdirSync(site, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(extension))
    .map((file) => file.replaceAll('\\', '/'))
    .toSorted();
}

function decoded(html) {
  return html.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&amp;', '&');
}

/**
 * The anchor of a heading, as a forge renders it, so that a link works there and on the site.
 *
 * @param {string} heading
 * @returns {string}
 */
export function headingAnchor(heading) {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
}

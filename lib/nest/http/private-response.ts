import type { ServerResponse } from 'node:http';
import onHeaders from 'on-headers';

/** Headers that allow the caches of a content delivery network to store a response, whatever `Cache-Control` says. */
const CDN_HEADER = /^(?:[\w-]+-)?(?:cdn-cache-control|surrogate-control)$/;

/**
 * Keeps a response out of all caches, and changes its other headers, just before they are sent: the handler of the
 * request may have set headers of the same names.
 */
export function makePrivate(response: ServerResponse, change: (response: ServerResponse) => void): void {
  onHeaders(response, () => {
    for (const name of response.getHeaderNames()) if (CDN_HEADER.test(name)) response.removeHeader(name);
    response.setHeader('Cache-Control', 'private, no-store');
    change(response);
  });
}

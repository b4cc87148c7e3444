import type { IncomingMessage } from 'node:http';
import { visitorCookie } from 'nestjs-feature-flags';

/** Whether the visitor has agreed, as your consent dialog stores it. */
function hasConsent({ headers }: IncomingMessage): boolean {
  return headers.cookie?.split('; ').includes('consent=yes') === true;
}

export function visitorsWhoAgree(secrets: readonly string[]) {
  return visitorCookie({ secrets, consent: hasConsent, lifetime: '4320h' }); // 180 days
}

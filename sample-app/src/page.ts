import { fileURLToPath } from 'node:url';
import type { NestExpressApplication } from '@nestjs/platform-express';
import helmet from 'helmet';

/** The bundle that `page/build.mjs` writes. */
const FILES = fileURLToPath(new URL('../page/dist', import.meta.url));

/** Serves the page of the shop, with a policy that runs no script but its own. */
export function servePage(app: NestExpressApplication): void {
  const own = ["'self'"];
  const directives = {
    defaultSrc: ["'none'"],
    scriptSrc: own,
    styleSrc: own,
    imgSrc: own,
    connectSrc: own, // OFREP and its event stream
    formAction: own,
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  };
  app.use(helmet({ contentSecurityPolicy: { useDefaults: false, directives }, strictTransportSecurity: false })); // the demo has no HTTPS
  app.useStaticAssets(FILES);
}

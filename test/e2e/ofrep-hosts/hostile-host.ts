import type { INestApplication, ModuleMetadata } from '@nestjs/common';
import type { HttpAnswer } from '../../support/http-app.js';

/** An application with a global setting that must not affect the routes of the protocol. */
export interface HostileHost {
  readonly name: string;
  /** Providers such as `APP_GUARD`. */
  readonly providers?: ModuleMetadata['providers'];
  /** What the application does before it listens. */
  readonly prepare?: (nest: INestApplication) => unknown;
  /** What precedes the paths of the protocol. */
  readonly prefix?: string;
  /** Headers that every client of this application sends. */
  readonly headers?: Readonly<Record<string, string>>;
  /** A request to an ordinary route, and how its answer shows the setting. */
  readonly evidence: {
    /** @default '/products' */
    readonly path?: string;
    readonly body?: string;
    readonly isShownBy: (answer: HttpAnswer) => boolean;
  };
}

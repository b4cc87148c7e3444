import type { INestApplication, ModuleMetadata } from '@nestjs/common';

/** An application whose global behavior must not reach the routes of the protocol. */
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
}

import type { FeatureFlagsConfig, FeatureFlagsModuleExtras } from '../../../../lib/nest/feature-flags.options.js';
import type { RecordingLogger } from '../../../support/recording-logger.js';

export interface User {
  readonly id: string;
  readonly plan: string;
}

/** What a caller gets: the answer of a handler, or the denial as it is sent. */
export type Outcome = { readonly answer: unknown } | { readonly denied: unknown };

/** A client of one user. On a socket, it is a connection of its own. */
export interface Client {
  ask(handler: string): Promise<Outcome>;
  /** Sends an event, for which there is no answer; on transports that have events. */
  emit?(event: string): Promise<void>;
  close?(): Promise<void>;
}

/** A real server, with real clients. */
export interface Running {
  connect(user: User | undefined): Promise<Client>;
  close(): Promise<void>;
}

export type Options = FeatureFlagsConfig & FeatureFlagsModuleExtras;

/** One way to call the handlers of an application. */
export interface Transport {
  /** @param logger receives what Nest and the module log */
  start(options: Options, logger: RecordingLogger): Promise<Running>;
  /** Whether its clients can emit events. */
  readonly hasEvents?: true;
  /** What a caller gets if the gate of a handler is closed. */
  denied(handler: string): unknown;
}

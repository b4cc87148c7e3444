import { seeSection } from '../internal/manual-page.js';
import type { FlagLogger } from './flag-logger.js';

/** The subjects of warnings and errors in the log. Each is a section of `docs/reference/log-messages.md`. */
export const LOG_TOPICS = [
  'started-without-flags',
  'started-without-the-store',
  'bootstrap-file',
  'provider-failed',
  'definition-cache-failed',
  'changes-not-recorded',
  'inconsistent-definitions',
  'undefined-prerequisite',
  'undefined-flag',
  'override-of-an-undefined-flag',
  'evaluation-failed',
  'external-flags-failed',
  'context-resolver-failed',
  'context-source-failed',
  'user-without-an-id',
  'visitor-consent-failed',
  'visitor-cookie-missing',
  'visitor-cookie-ignored',
  'request-overrides',
  'override-token-ignored',
  'denied-call',
  'unhandled-variant',
  'skipped-call',
  'ungated-messages',
  'store-unavailable',
  'changes-not-announced',
  'store-data-loss',
  'store-rolled-back',
  'unreadable-documents',
  'audit-log-damaged',
  'clock-difference',
  'scheduled-changes-delayed',
  'scheduled-change-not-made',
  'sticky-variants-not-shared',
  'usage-not-stored',
  'events-not-delivered',
  'event-ignored',
  'actor-resolver-failed',
  'subscriber-failed',
  'observer-failed',
  'ofrep-visibility-failed',
  'ofrep-request-failed',
  'closing-failed',
] as const;

export type LogTopic = (typeof LOG_TOPICS)[number];

/** Writes lines about one topic, each ending with the section of the manual that explains it. */
export interface TopicLogger {
  readonly topic: LogTopic;
  log(message: string): void;
  warn(message: string): void;
  error(message: string): void;
  debug(message: string): void;
}

/** A {@link TopicLogger} that writes to `logger`. */
export function topicLogger(logger: Pick<FlagLogger, 'warn'> & Partial<FlagLogger>, topic: LogTopic): TopicLogger {
  const explained = (message: string) => seeSection(message, `reference/log-messages.md#${topic}`);
  return {
    topic,
    log: (message) => logger.log?.(explained(message)),
    warn: (message) => logger.warn(explained(message)),
    error: (message) => logger.error?.(explained(message)),
    debug: (message) => logger.debug?.(explained(message)),
  };
}

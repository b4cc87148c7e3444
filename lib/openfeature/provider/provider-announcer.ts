import { ProviderEvents, type OpenFeatureEventEmitter } from '@openfeature/server-sdk';
import type { FlagManager } from '../../manager/flag-manager.js';
import { followManager } from '../../manager/manager-components.js';
import { conditionOf, type ProviderCondition } from './provider-condition.js';

const EVENTS = {
  ready: ProviderEvents.Ready,
  stale: ProviderEvents.Stale,
  error: ProviderEvents.Error,
} satisfies Record<ProviderCondition['kind'], ProviderEvents>;

/**
 * Announces changes of flags and of the provider's condition to OpenFeature. The SDK itself announces that a provider is
 * ready after its initialization; a condition other than ready is announced afterwards.
 */
export class ProviderAnnouncer {
  readonly #flags: FlagManager;
  readonly #events: OpenFeatureEventEmitter;
  #kind: ProviderCondition['kind'] = 'ready';
  #stop: (() => void) | undefined;

  constructor(flags: FlagManager, events: OpenFeatureEventEmitter) {
    this.#flags = flags;
    this.#events = events;
  }

  /** Whether definitions may be out of date. */
  get isStale(): boolean {
    return this.#kind === 'stale';
  }

  start(): void {
    if (this.#stop !== undefined) return;
    this.#kind = 'ready';
    this.#stop = followManager(this.#flags, {
      flagsChanged: (keys) =>
        this.#events.emit(ProviderEvents.ConfigurationChanged, keys === undefined ? {} : { flagsChanged: [...keys] }),
      sourcesChanged: () => this.#announceCondition(),
    });
    setImmediate(() => this.#announceCondition()); // after the SDK has received the end of the initialization
  }

  stop(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  #announceCondition(): void {
    if (this.#stop === undefined) return;
    const { kind, message } = conditionOf(this.#flags.status());
    if (kind === this.#kind) return;
    this.#kind = kind;
    this.#events.emit(EVENTS[kind], { message });
  }
}

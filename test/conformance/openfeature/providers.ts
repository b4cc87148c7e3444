import { OpenFeature, ProviderEvents, ProviderStatus } from '@openfeature/server-sdk';
import type { CustomStrategy, FlagManagerOptions } from '../../../lib/core.js';
import { FlagManager, type FlagProvider } from '../../../lib/index.js';
import { FeatureFlagsProvider } from '../../../lib/openfeature/index.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { translatedFlags } from './translate.js';

/** The states of a provider that the features name. */
export type ProviderKind = 'stable' | 'not ready' | 'error' | 'fatal' | 'stale';

/** A provider of ours that is registered for a domain of its own, in a state that its source has caused. */
export class RegisteredProvider {
  readonly #flags: FlagManager;
  /** The attributes of the contexts for which the flag `some-flag` was evaluated. */
  readonly contexts: object[];

  private constructor(flags: FlagManager, contexts: object[]) {
    this.#flags = flags;
    this.contexts = contexts;
  }

  static async register(domain: string, kind: ProviderKind): Promise<RegisteredProvider> {
    const source = new Source(kind);
    const contexts: object[] = [];
    const recorder: CustomStrategy = () => (context) => {
      contexts.push(context.userAttributes ?? {});
      return true;
    };
    const options: FlagManagerOptions = {
      providers: [source],
      strategies: { recorder },
      onBootFailure: kind === 'fatal' ? 'throw' : 'defaults',
      logger: new RecordingLogger(),
    };
    const flags = new FlagManager(options);
    const provider = new FeatureFlagsProvider(flags);
    const client = OpenFeature.getClient(domain);
    const reached = (event: ProviderEvents) =>
      new Promise<unknown>((resolve) => provider.events.addHandler(event, resolve));
    if (kind === 'not ready') OpenFeature.setProvider(domain, provider);
    else if (kind === 'fatal') await OpenFeature.setProviderAndWait(domain, provider).catch(() => {});
    else await OpenFeature.setProviderAndWait(domain, provider);
    if (kind === 'error' && client.providerStatus !== ProviderStatus.ERROR) await reached(ProviderEvents.Error);
    if (kind === 'stale') {
      const isStale = reached(ProviderEvents.Stale);
      source.fails = true;
      await flags.refresh();
      await isStale;
    }
    return new RegisteredProvider(flags, contexts);
  }

  close(): Promise<void> {
    return this.#flags.close();
  }
}

/** Delivers the flags of the specification, as its kind allows. */
class Source implements FlagProvider {
  readonly name = 'suite';
  fails: boolean;
  readonly #isSilent: boolean;

  constructor(kind: ProviderKind) {
    this.fails = kind === 'error' || kind === 'fatal';
    this.#isSilent = kind === 'not ready';
  }

  async load() {
    if (this.#isSilent) return await new Promise<never>(() => {});
    if (this.fails) throw new Error('the source has failed');
    const recorded = { 'some-flag': { type: 'custom', strategy: 'recorder' } };
    return { flags: { ...translatedFlags(), ...recorded } };
  }
}

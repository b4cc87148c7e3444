import type { Flag } from '../engine/flag.js';
import { InvalidOptionsError } from '../internal/options/invalid-options.error.js';
import type { Segment } from '../engine/targeting/segment.js';
import { readChainSettings, type ChainedProviderOptions, type ChainSettings } from './chained-provider.options.js';
import { allSettled } from './layers/all-settled.js';
import type { DefinitionLayer, LayerFollower } from './layers/definition-layer.js';
import {
  isSegmentWritable,
  isWritable,
  type FlagProblem,
  type FlagProvider,
  type FlagProviderListener,
  type FlagSet,
  type FlagWrite,
  type SegmentWrite,
  type Unwatch,
  type WritableFlagProvider,
} from './flag-provider.js';
import { LayeredDefinitions } from './layers/layered-definitions.js';
import { mergedDelta } from './layers/merged-delta.js';
import { providersOption } from './provider-option.js';
import { failureDetail, ProviderFailedError, type ReadOnlyError } from './provider.errors.js';
import { ProviderListeners } from './provider-listeners.js';
import { ProviderLayer } from './layers/provider-layer.js';
import { writableLayer, writeRefusal } from './layers/writable-layer.js';
import type { ProviderStatus } from './provider-status.js';
import { assertWriteArgument } from './write-argument.js';

/** The definitions that a chain delivers, which are already parsed. */
export interface ChainedFlagSet extends FlagSet {
  readonly flags: Readonly<Record<string, Flag>>;
  readonly segments: Readonly<Record<string, Segment>>;
  readonly problems: readonly FlagProblem[];
}

/**
 * Combines providers as layers: the first layer that defines a flag or segment wins. A layer that fails does not affect
 * the others.
 *
 * @example new ChainedProvider([new EnvProvider(), new FileProvider('flags.json'), new LocalProvider(defaults)])
 */
export class ChainedProvider implements WritableFlagProvider {
  readonly name: string;
  /** The definitions that the layers last delivered. */
  readonly definitions: LayeredDefinitions;
  readonly #layers: readonly ProviderLayer[];
  readonly #policy: ChainSettings['onLayerFailure'];
  readonly #listeners = new ProviderListeners();
  #watching: Promise<void> | undefined;

  /** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option, or when two layers have the same name */
  constructor(providers: readonly FlagProvider[], options: ChainedProviderOptions = {}) {
    const { name: own, onLayerFailure, layerTimeout, now } = readChainSettings(options);
    const layers = providersOption(providers, 'The providers of ChainedProvider');
    this.name = own;
    this.#policy = onLayerFailure;
    const names = new Set<string>();
    for (const { name } of layers) {
      if (names.has(name))
        throw new InvalidOptionsError(`Two providers are named "${name}": set another "name" for one of them.`);
      names.add(name);
    }
    const settings = { timeout: layerTimeout, now };
    this.#layers = layers.map((provider) => new ProviderLayer(provider, settings));
    this.definitions = new LayeredDefinitions(this.#layers);
  }

  /** Reads the layers that may have changed since they were last read, in parallel. */
  async load(): Promise<ChainedFlagSet> {
    await this.read();
    return this.current();
  }

  /** Reads the layers as {@link load} does, without a result; read {@link definitions} afterwards. */
  async read(): Promise<void> {
    await Promise.all(this.#layers.map((layer) => layer.read()));
  }

  /** Reads only the layers that have announced a change, so that a slow source does not delay them. */
  async readAnnounced(): Promise<void> {
    await Promise.all(this.#layers.filter((layer) => layer.hasAnnounced).map((layer) => layer.read()));
  }

  /**
   * Returns the merged definitions that the layers last delivered.
   *
   * @throws {ProviderFailedError} (`PROVIDER_FAILED`) when a layer failed and the policy is `throw`
   */
  current(): ChainedFlagSet {
    if (this.#policy === 'throw') {
      const failed = this.#layers.find(({ error }) => error !== undefined);
      if (failed !== undefined) {
        const { provider, error } = failed;
        throw new ProviderFailedError(provider.name, failureDetail(provider.name, error), { cause: error });
      }
    }
    const { flags, segments } = this.definitions.all();
    return {
      flags: Object.fromEntries(flags),
      segments: Object.fromEntries(segments),
      problems: this.definitions.problems,
    };
  }

  /** The layers, in order of precedence. */
  get layers(): readonly DefinitionLayer[] {
    return this.#layers;
  }

  /** Whether a layer has not delivered anything yet, because it is still being read or has failed. */
  get isIncomplete(): boolean {
    for (const { provider, isUnread } of this.#layers) {
      if (provider instanceof ChainedProvider ? provider.isIncomplete : isUnread) return true;
    }
    return false;
  }

  /** Notifies a follower of each definition that changes in a layer from now on. */
  follow(follower: LayerFollower): void {
    for (const layer of this.#layers) layer.follow(follower);
  }

  /** Makes the next {@link load} read every layer, including those that announce their changes. */
  markOutdated(): void {
    for (const layer of this.#layers) layer.markOutdated();
  }

  /** Watches the layers that can be watched; a layer that fails to start watching is polled. */
  async watch(listener: FlagProviderListener): Promise<Unwatch> {
    const leave = this.#listeners.add(listener);
    await (this.#watching ??= this.#watchLayers());
    return async () => {
      leave();
      if (this.#listeners.size > 0 || this.#watching === undefined) return;
      this.#watching = undefined;
      await allSettled(this.#layers.map((layer) => layer.unwatch()));
    };
  }

  /** Whether a layer must be polled for changes. */
  get needsPolling(): boolean {
    return this.#layers.some((layer) => layer.needsPolling);
  }

  /** Whether none of the layers is writable. */
  get readOnly(): boolean {
    return !this.#layers.some(({ provider }) => isWritable(provider));
  }

  /** Whether none of the layers accepts writes of segments. */
  get segmentsReadOnly(): boolean {
    return !this.#layers.some(({ provider }) => isSegmentWritable(provider));
  }

  /** Returns the name of the layer that provides a flag; `undefined` if none does. */
  providerOf(key: string): string | undefined {
    return this.definitions.ownerOfFlag(key);
  }

  /** Returns the name of the layer that provides a segment; `undefined` if none does. */
  segmentProviderOf(key: string): string | undefined {
    return this.definitions.ownerOfSegment(key);
  }

  /** Returns the status of each layer, in order of precedence; layers of a nested chain are named `CHAIN > LAYER`. */
  status(): ProviderStatus[] {
    return this.#layers.flatMap((layer) => {
      const { provider } = layer;
      if (!(provider instanceof ChainedProvider)) return layer.status();
      return provider.status().map((inner) => ({ ...inner, name: `${provider.name} > ${inner.name}` }));
    });
  }

  /**
   * Writes a flag to the first writable layer.
   *
   * @throws {ReadOnlyError} (`READ_ONLY`) when no layer is writable, or a layer with higher precedence defines the flag
   */
  async write(write: FlagWrite): Promise<Flag | undefined> {
    assertWriteArgument(write);
    const { layer, provider } = writableLayer(this.#layers, 'flag', write.key, isWritable);
    return await layer.write(provider, write);
  }

  /**
   * Writes a segment to the first layer that accepts segments.
   *
   * @throws {ReadOnlyError} (`READ_ONLY`) when no layer accepts segments, or a layer with higher precedence defines the
   *   segment
   */
  async writeSegment(write: SegmentWrite): Promise<Segment | undefined> {
    assertWriteArgument(write);
    const { layer, provider } = writableLayer(this.#layers, 'segment', write.key, isSegmentWritable);
    return await layer.writeSegment(provider, write);
  }

  /** Returns the error with which a write of this flag or segment is rejected; `undefined` if a layer accepts it. */
  refusalOf(kind: 'flag' | 'segment', key: string): ReadOnlyError | undefined {
    return writeRefusal(this.#layers, kind, key, kind === 'flag' ? isWritable : isSegmentWritable);
  }

  async close(): Promise<void> {
    await allSettled(this.#layers.map((layer) => layer.close()));
  }

  /** Returns the names of the layers, such as `chained(env > file:flags.json > local)`. */
  toString(): string {
    return `${this.name}(${this.#layers.map(({ provider }) => nameOf(provider)).join(' > ')})`;
  }

  async #watchLayers(): Promise<void> {
    const announce: FlagProviderListener = (error, delta) =>
      this.#listeners.announce(error, delta && mergedDelta(this.definitions, delta));
    await Promise.all(this.#layers.map((layer) => layer.watch(announce).catch((error: unknown) => announce(error))));
  }
}

function nameOf(provider: FlagProvider): string {
  return provider instanceof ChainedProvider ? provider.toString() : provider.name;
}

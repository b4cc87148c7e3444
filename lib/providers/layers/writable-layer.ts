import type { FlagProvider, WritableFlagProvider } from '../flag-provider.js';
import { KIND_TITLES, ReadOnlyError } from '../provider.errors.js';
import type { ProviderLayer } from './provider-layer.js';

export interface WritableLayer<P extends WritableFlagProvider> {
  readonly layer: ProviderLayer;
  readonly provider: P;
}

/**
 * The layer to write to: not below one that has the key, for nobody would see what is written there.
 *
 * @param takesIt whether a provider takes writes of this kind
 * @throws {ReadOnlyError} (`READ_ONLY`) when there is none
 */
export function writableLayer<P extends WritableFlagProvider>(
  layers: readonly ProviderLayer[],
  kind: 'flag' | 'segment',
  key: string,
  takesIt: (provider: FlagProvider) => provider is P,
): WritableLayer<P> {
  const found = findLayer(layers, kind, key, takesIt);
  if (found instanceof ReadOnlyError) throw found;
  return found;
}

/** What {@link writableLayer} throws; `undefined` when there is a layer to write to. */
export function writeRefusal(
  layers: readonly ProviderLayer[],
  kind: 'flag' | 'segment',
  key: string,
  takesIt: (provider: FlagProvider) => provider is WritableFlagProvider,
): ReadOnlyError | undefined {
  const found = findLayer(layers, kind, key, takesIt);
  return found instanceof ReadOnlyError ? found : undefined;
}

function findLayer<P extends WritableFlagProvider>(
  layers: readonly ProviderLayer[],
  kind: 'flag' | 'segment',
  key: string,
  takesIt: (provider: FlagProvider) => provider is P,
): WritableLayer<P> | ReadOnlyError {
  for (const layer of layers) {
    const { provider } = layer;
    if (takesIt(provider)) return { layer, provider };
    if (layer[`${kind}s`].claims(key)) {
      return new ReadOnlyError(
        `${KIND_TITLES[kind]} "${key}" is defined by the provider "${provider.name}", which takes no writes of ` +
          `${kind}s and outranks those that do. Change it there, or put a writable provider first.`,
      );
    }
  }
  return new ReadOnlyError(
    `Nothing takes writes of ${kind}s. Give the module a "store", or a writable provider such as MemoryProvider.`,
  );
}

import type { FlagProvider, WritableFlagProvider } from '../flag-provider.js';
import { KIND_TITLES, ReadOnlyError } from '../provider.errors.js';
import type { ProviderLayer } from './provider-layer.js';

export interface WritableLayer<P extends WritableFlagProvider> {
  readonly layer: ProviderLayer;
  readonly provider: P;
}

/**
 * Finds the layer to write to. It must not be below a layer that has the key, because the written definition would be
 * hidden.
 *
 * @param takesIt whether a provider accepts writes of this kind
 * @throws {ReadOnlyError} (`READ_ONLY`) when no layer can be written to
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

/** The error of {@link writableLayer}; `undefined` if there is a layer to write to. */
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
        `${KIND_TITLES[kind]} "${key}" is defined by the provider "${provider.name}", which accepts no writes of ` +
          `${kind}s and takes precedence over those that do. Change it there, or put a writable provider first.`,
      );
    }
  }
  return new ReadOnlyError(
    `No provider accepts writes of ${kind}s. Set the option "store", or add a writable provider such as MemoryProvider.`,
  );
}

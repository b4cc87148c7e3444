import { StoreFailedError } from '../../store/store.errors.js';

/**
 * Asks a store about many at once. Where it fails on one of them, the others are asked about without it, at two calls for
 * each halving.
 *
 * @param failed told of each one that the store fails on by itself
 * @returns the answers for all the others
 * @throws what is no fault of any of them, such as that the store is unavailable
 */
export async function askByHalves<T, R>(
  items: readonly T[],
  ask: (items: readonly T[]) => Promise<readonly R[]>,
  failed: (item: T) => void,
): Promise<readonly R[]> {
  try {
    return await ask(items);
  } catch (error) {
    const [first] = items;
    if (!(error instanceof StoreFailedError) || first === undefined) throw error;
    if (items.length === 1) {
      failed(first);
      return [];
    }
    const middle = items.length >> 1;
    const one = await askByHalves(items.slice(0, middle), ask, failed);
    return [...one, ...(await askByHalves(items.slice(middle), ask, failed))];
  }
}

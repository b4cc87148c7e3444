import { StoreFailedError } from '../../store/store.errors.js';

/**
 * Calls a store for many items at once. If it fails on some of them, the items are halved and each half is called
 * separately, so that the others still succeed.
 *
 * @param failed called with each item on which the store fails
 * @returns the results for all other items
 * @throws errors that no single item causes, such as an outage of the store
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

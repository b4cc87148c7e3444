import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Frees whatever nothing refers to any more, so that its `WeakRef`s are empty. */
export async function collectGarbage(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve)); // until then, targets of WeakRefs that were created or read stay alive
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  setFlagsFromString('--no-expose-gc');
  collect();
}

import { runInThisContext } from 'node:vm';

/** The warnings of Node during `work`, by name. Jest has its own copy of `process`, which receives no warnings. */
export async function processWarnings(work: () => Promise<unknown>): Promise<readonly string[]> {
  const node = runInThisContext('process') as NodeJS.Process;
  const names: string[] = [];
  const listener = ({ name }: Error) => names.push(name);
  node.on('warning', listener);
  try {
    await work();
    await new Promise((resolve) => setImmediate(resolve)); // they are emitted a tick later
  } finally {
    node.off('warning', listener);
  }
  return names;
}

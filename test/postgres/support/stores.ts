import { afterEach } from '@jest/globals';
import { PostgresStore, type PostgresStoreOptions } from '../../../lib/postgres/index.js';

/** Opens stores that are closed when their test is over. */
export function postgresStores(): (options: PostgresStoreOptions) => PostgresStore {
  const open: PostgresStore[] = [];
  afterEach(() => {
    for (const store of open.splice(0)) store.close();
  });
  return (options) => {
    const store = new PostgresStore(options);
    open.push(store);
    return store;
  };
}

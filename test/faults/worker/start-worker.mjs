// The program of a worker process: a child of a test, asked by messages what to do; see fault-worker.ts.
import { register } from 'node:module';

// Before the hooks, which every file would have to pass; and so that no start of an instance is measured with loading.
await Promise.all([
  import('pg'),
  import('redis'),
  import('../../../dist/manager/flag-manager.js'),
  import('../../../dist/postgres/index.js'),
  import('../../../dist/redis/index.js'),
]);
register('../typescript-hooks.mjs', import.meta.url);
await import('./serve-calls.ts');

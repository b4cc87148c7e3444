// Measures how much one store can handle, and prints the figures of docs/guide/scale.md.
// Usage: node test/faults/scale.mjs [PART...]; needs dist (npm run build) and redis-server.
import { register } from 'node:module';

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));
register('./typescript-hooks.mjs', import.meta.url);
const { measureScale } = await import('./scale/measure-scale.ts');
await measureScale(process.argv.slice(2));
process.exit(0); // sockets of a server that was killed may be left half open here

// Runs the long version of every scenario and prints a table of what was measured against the goals.
// Usage: npm run test:faults [-- SCENARIO...]; FAULTS_SEED=n repeats a run's random choices.
import { register } from 'node:module';

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));
register('./typescript-hooks.mjs', import.meta.url);
const { runFaults } = await import('./long-run.ts');
process.exit((await runFaults(process.argv.slice(2))) ? 0 : 1); // a socket that was cut off may be left half open here

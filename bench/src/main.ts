import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runEvaluate } from './evaluate/evaluate-suite.js';
import { runHttp } from './http/http-suite.js';
import { runMany } from './many/many-suite.js';
import { runMemory } from './memory/memory-suite.js';
import { readOptions, type Suite } from './options.js';
import { runPostgres } from './postgres/postgres-suite.js';
import { runRedis } from './redis/redis-suite.js';
import { installedVersions } from './report/installed-versions.js';
import { readKept, RESULTS_FORMAT, writeKept, type AllKept, type Kept } from './report/kept-results.js';
import { log } from './report/log.js';
import { thisMachine } from './report/machine.js';
import { writePerformancePage } from './report/performance-page.js';
import { report } from './report/report.js';

const options = readOptions(process.argv.slice(2));
const isRun = (suite: Suite) => options.only.includes(suite);

const evaluate = isRun('evaluate') ? await runEvaluate(options) : undefined;
const memory = isRun('memory') ? await runMemory(options) : undefined;
const many = isRun('many') ? await runMany(options) : undefined;
const redis = isRun('redis') ? await runRedis(options) : undefined;
const postgres = isRun('postgres') ? await runPostgres(options) : undefined;
const http = isRun('http') ? await runHttp(options) : undefined;

if (options.check) log('All answers are right.');
else {
  const now: AllKept = {
    ...(evaluate && { evaluate: kept(evaluate, evaluate.contenders) }),
    ...(memory && { memory: kept(memory, memory.contenders) }),
    ...(many && { many: kept(many, many.allFlags) }),
    ...(redis && { redis: kept(redis, [{ packages: ['redis'] }]) }),
    ...(postgres && { postgres: kept(postgres, [{ packages: ['pg'] }]) }),
    ...(http && { http: kept(http, []) }),
  };
  if (options.quick) console.log(report(now));
  else keep({ ...readKept(), ...now });
}

function kept<R>(results: R, contenders: readonly { readonly packages: readonly string[] }[]): Kept<R> {
  return {
    format: RESULTS_FORMAT,
    date: new Date().toISOString().slice(0, 10),
    machine: thisMachine(),
    versions: installedVersions(contenders.flatMap(({ packages }) => packages)),
    results,
  };
}

function keep(all: AllKept): void {
  writeKept(all);
  writeFileSync(fileURLToPath(new URL('../RESULTS.md', import.meta.url)), report(all));
  writePerformancePage(all);
  log('Written: bench/RESULTS.md.');
}

// Prints as JSON how many bytes gates allocate on the heap, each measured over half a million calls without a garbage
// collection in between. Run it with node --expose-gc --min-semi-space-size=128 --max-semi-space-size=128
import 'reflect-metadata';
import { AsyncLocalStorage } from 'node:async_hooks';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { FlagManager } from '../../dist/index.js';
import { FlagContexts } from '../../dist/nest/context/flag-contexts.js';
import { RequestUserResolver } from '../../dist/nest/context/request-user.resolver.js';
import { FlagGate } from '../../dist/nest/gates/flag-gate.js';
import { FlagGuard } from '../../dist/nest/gates/flag.guard.js';
import { requestPreparationOf } from '../../dist/manager/manager-components.js';

const CALLS = 500_000;
const WARM_UP = 200_000;

class ShopController {
  checkout() {}
}

const logger = { log() {}, warn() {}, error() {} };
const contexts = new FlagContexts(new RequestUserResolver(), { timeout: '2s', onError: 'closed', logger });
const flags = await FlagManager.create({
  initialFlags: { checkout: true, search: true },
  contextSource: () => contexts.ambient(),
  logger,
});
const gate = new FlagGate(flags, contexts, undefined, requestPreparationOf(flags));
const [checkout, search] = ['checkout', 'search'].map((key) => Object.assign(new (FlagGuard(key))(), { gate }));

const users = ['DE', 'FR', 'US'].map((country, index) => ({ id: `user-${index}`, country, plan: 'beta' }));
const executions = users.map((user) => {
  const execution = new ExecutionContextHost(
    [{ user }],
    ShopController,
    Reflect.get(ShopController.prototype, 'checkout'),
  );
  execution.setType('http');
  return execution;
});

const storage = new AsyncLocalStorage();
let kept; // so that no allocation is optimized away
const ways = {
  nothing: () => true,
  context: ({ args: [{ user }] }) => {
    kept = { userId: user.id, userAttributes: { ...user } };
    return kept.userId === user.id;
  },
  'one gate': (execution) => checkout.canActivate(execution),
  'two gates': (execution) => checkout.canActivate(execution) && search.canActivate(execution),
  'AsyncLocalStorage.run': ({ args: [request] }) => storage.run({ request }, opened),
  'request hook': ({ args: [request] }) => contexts.run(request, opened),
};

const bytes = {};
for (const [way, pass] of Object.entries(ways)) bytes[way] = perCall(pass);
for (const phase of ['guard', 'interceptor', 'parameter']) {
  const [execution] = executions;
  contexts.run(execution.getArgByIndex(0), () => {
    void contexts.of(execution, phase);
    bytes[`service after ${phase}`] = perCall(() => flags.isEnabled('checkout'));
  });
}
await flags.close();
process.stdout.write(JSON.stringify(bytes));

function perCall(pass) {
  let open = passed(pass, WARM_UP);
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  open += passed(pass, CALLS);
  const allocated = process.memoryUsage().heapUsed - before;
  return open === WARM_UP + CALLS ? allocated / CALLS : Number.NaN;
}

function opened() {
  return true;
}

function passed(pass, calls) {
  let open = 0;
  for (let call = 0; call < calls; call++) if (pass(executions[call % executions.length])) open++;
  return open;
}

import { methodsOf, prototypeOf, staticMethodsOf } from './class-methods.js';
import { faultOf, gatesOn, type GateEnhancer } from './gate-enhancers.js';
import type { GateHost } from './gate-hosts.js';

/** The faults of all gates in a class, each as one sentence with its place. */
export function invalidOn({ type }: GateHost): string[] {
  const prototype = prototypeOf(type);
  return [
    ...faults(gatesOn(type), `on ${type.name}`),
    ...methodsOf(type).flatMap(({ name, method }) => faults(gatesOn(method), `on ${type.name}.${name}`)),
    ...staticMethodsOf(type).flatMap(({ name, method }) =>
      gatesOn(method).map(
        (gate) => `${gate.name} on the static method ${type.name}.${name}: Nest never calls it there`,
      ),
    ),
    ...(prototype === null ? [] : gatesOn(prototype)).map(
      (gate) =>
        `${gate.name} on a property or parameter of ${type.name}: Nest never calls it there; use it on the method`,
    ),
  ];
}

/** The faults of global gates, from `app.useGlobalGuards()`, `APP_GUARD` and the like. */
export function invalidGlobals(gates: readonly GateEnhancer[]): string[] {
  return [
    ...faults(gates, 'among the global guards and interceptors'),
    ...gates
      .filter((gate) => typeof gate.enhancer === 'function' && faultOf(gate) === undefined)
      .map(({ name, kind }) => {
        const token = kind === 'guards' ? 'APP_GUARD' : 'APP_INTERCEPTOR';
        return `the class ${name} was given where Nest expects an instance: write { provide: ${token}, useClass: ${name} }`;
      }),
  ];
}

function faults(gates: readonly GateEnhancer[], place: string): string[] {
  return gates.flatMap((gate) => {
    const fault = faultOf(gate);
    return fault === undefined ? [] : [`${fault} (${place})`];
  });
}

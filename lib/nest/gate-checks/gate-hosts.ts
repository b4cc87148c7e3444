import type { Type } from '@nestjs/common';
import type { ModulesContainer } from '@nestjs/core';
import { objectsIn } from './contained-objects.js';

/** The role of a class in Nest, which determines what Nest calls on it. */
export type HostRole =
  | 'controller'
  | 'provider'
  /** A guard, pipe, interceptor, filter or middleware. */
  | 'enhancer'
  /**
   * An object that the application created (`useFactory`, `useValue`), or that such a provider contains: Nest prepares no
   * enhancers for it.
   */
  | 'object';

/** A class of the application that may have gates. */
export interface GateHost {
  readonly type: Type;
  readonly role: HostRole;
  readonly instance: unknown;
  readonly module: Type;
}

type NestModule = ModulesContainer extends Map<string, infer M> ? M : never;
export type Wrapper = NestModule['providers'] extends Map<unknown, infer W> ? W : never;

/**
 * Every class and object of the application, with its role. A controller that is also a provider counts as a
 * controller.
 */
export function hostsOf(modules: ModulesContainer): GateHost[] {
  const hosts = everyHost(modules);
  const controllers = new Set(hosts.flatMap(({ type, role }) => (role === 'controller' ? [type] : [])));
  return hosts.filter(({ type, role }) => role !== 'provider' || !controllers.has(type));
}

function everyHost(modules: ModulesContainer): GateHost[] {
  const created = new Set<unknown>();
  for (const wrapper of [...modules.values()].flatMap(wrappersOf)) {
    if (!wrapper.isNotMetatype) created.add(wrapper.instance);
  }
  return [...modules.values()].flatMap((module) => [
    ...[...module.controllers.values()].flatMap((wrapper) => hostOf(wrapper, 'controller', module, created)),
    ...[...module.providers.values()].flatMap((wrapper) => hostOf(wrapper, 'provider', module, created)),
    ...[...module.injectables.values(), ...module.middlewares.values()].flatMap((wrapper) =>
      hostOf(wrapper, 'enhancer', module, created),
    ),
  ]);
}

/** The providers of a module, however they are declared. */
export function wrappersOf(module: NestModule): Wrapper[] {
  return [module.controllers, module.providers, module.injectables, module.middlewares].flatMap((map) => [
    ...map.values(),
  ]);
}

function hostOf(wrapper: Wrapper, role: HostRole, module: NestModule, created: ReadonlySet<unknown>): GateHost[] {
  if (!wrapper.isNotMetatype) return isClass(wrapper.metatype) ? [host(wrapper.metatype, role, wrapper.instance)] : [];
  const { instance }: { readonly instance: unknown } = wrapper;
  return objectsIn(instance).flatMap((each) => {
    const type = created.has(each) ? undefined : classOf(each); // an object that Nest created, as with `useExisting`
    return type === undefined ? [] : [host(type, 'object', each)];
  });

  function host(of: Type, as: HostRole, object: unknown): GateHost {
    return { type: of, role: as, instance: object, module: module.metatype };
  }
}

/** The class of an object; `undefined` for plain objects and other values. */
export function classOf(instance: unknown): Type | undefined {
  if (typeof instance !== 'object' || instance === null) return undefined;
  const prototype: unknown = Object.getPrototypeOf(instance);
  if (typeof prototype !== 'object' || prototype === null || prototype === Object.prototype) return undefined;
  const type: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  return isClass(type) ? type : undefined;
}

function isClass(value: unknown): value is Type {
  return typeof value === 'function' && typeof value.prototype === 'object' && value.prototype !== null;
}

import type { ConfigurableModuleAsyncOptions } from '@nestjs/common';
import { InvalidOptionsError } from '../internal/options/invalid-options.error.js';
import { checkedElsewhere, functionOption, listOption, option } from '../internal/options/option-readers.js';
import type { OptionReaders } from '../internal/options/options-schema.js';

/** The readers of what Nest's own builder takes for a factory, except its `imports`. */
export function factoryReaders<Config, Method extends string>(
  factoryMethod: Method,
): OptionReaders<Omit<ConfigurableModuleAsyncOptions<Config, Method>, 'imports'>> {
  return {
    useFactory: functionOption(),
    useClass: option((value) => hasMethod(value, factoryMethod), `must be a class with the method "${factoryMethod}"`),
    useExisting: checkedElsewhere,
    inject: listOption('tokens', checkedElsewhere),
    provideInjectionTokensFrom: listOption('providers', checkedElsewhere),
  };
}

/** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when there is not exactly one factory */
export function assertOneFactory(
  { useFactory, useClass, useExisting }: Readonly<Partial<Record<'useFactory' | 'useClass' | 'useExisting', unknown>>>,
  name: string,
): void {
  if ([useFactory, useClass, useExisting].filter((each) => each !== undefined).length === 1) return;
  throw new InvalidOptionsError(`${name} needs exactly one of "useFactory", "useClass" and "useExisting".`);
}

/** The problems of options in a factory's result that must be given next to the factory, by name. */
export function besideFactory(readers: object, method: string): Readonly<Record<string, string>> {
  return placed(
    readers,
    `must be given next to "useFactory" of ${method}, not returned by it, because it must be known before injection`,
  );
}

/** The problems of options next to a factory that it must return, by name. */
export function withinFactory(readers: object, method: string): Readonly<Record<string, string>> {
  return placed(readers, `must be returned by the factory of ${method}, not given next to it`);
}

function placed(readers: object, place: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(readers).map((name) => [name, place]));
}

/** Whether a value is a class whose instances have a method. */
export function hasMethod(value: unknown, method: string): boolean {
  if (typeof value !== 'function') return false;
  const prototype: unknown = value.prototype;
  if (typeof prototype !== 'object' || prototype === null) return false;
  return typeof (prototype as Readonly<Record<string, unknown>>)[method] === 'function';
}

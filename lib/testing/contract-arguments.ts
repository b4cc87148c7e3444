import { FlagLimits } from '../engine/flag-limits.js';
import { functionOption, listOption, option, textOption } from '../internal/options/option-readers.js';
import { OptionsSchema } from '../internal/options/options-schema.js';
import type { ContractOptions, ContractRunner } from './contract-options.js';

const runnerOption = option<ContractRunner>(
  (value) => isFunction(value, 'describe') && isFunction(value, 'it'),
  'must be an object with the functions "describe" and "it" of jest, vitest or node:test',
);
const titleOption = textOption(FlagLimits.nameLength);
const openOption = functionOption();
const contractOptions = new OptionsSchema<ContractOptions<string>>('a contract', {
  lacks: listOption('abilities', textOption(FlagLimits.nameLength)),
});

/** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the argument of a contract that is invalid */
export function assertContractArguments(runner: unknown, name: unknown, open: unknown, options: unknown): void {
  runnerOption(runner, 'The runner of the contract');
  titleOption(name, 'The name of the contract');
  openOption(open, 'The "open" of the contract');
  contractOptions.read(options);
}

function isFunction(value: unknown, name: 'describe' | 'it'): boolean {
  if (typeof value !== 'object' && typeof value !== 'function') return false;
  return value !== null && typeof (value as Readonly<Record<string, unknown>>)[name] === 'function';
}

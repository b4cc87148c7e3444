import type { CallInScope } from './call-in-scope.js';
import { collectChange, collectChanges } from './collect-changes.js';
import type { ReferenceCollector } from './reference-collector.js';

type Collect = (collector: ReferenceCollector, call: CallInScope) => void;

const key: Collect = (collector, { given, scope, called }) => collector.addKey(given[0], scope, called);
const requirement: Collect = (collector, { given, scope, called }) => collector.addRequirement(given[0], scope, called);
const requirements: Collect = (collector, { given, scope, called }) => {
  for (const each of given) collector.addRequirement(each, scope, called);
};
const names: Collect = (collector, { given, scope }) => collector.addNames(given[0], scope);
const definitions: Collect = (collector, { given, scope, called }) => collector.addDefinitions(given[0], scope, called);

/** Functions and classes of this package that take flags, by their exported names. */
export const OWN_FUNCTIONS: Readonly<Record<string, Collect>> = {
  FeatureFlag: requirement,
  RequireFlag: requirement,
  FlagGuard: requirements,
  FlagInterceptor: requirement,
  VariantHandler: key,
  FlagEnabled: key,
  FlagVariant: key,
  FlagValue: key,
  FlagDetails: key,
  withFlags: names,
  stubFlags: names,
  flagMatrix: names,
  flagCombinations: names,
  LocalProvider: definitions,
  MemoryProvider: definitions,
};

/** Static methods of this package that take flags. */
export const OWN_STATIC_METHODS: Readonly<Record<string, Collect>> = {
  'FeatureFlagsModule.forFeature': definitions,
};

const named: Collect = (collector, { given, scope, called }) => collector.addKey(given[0], scope, called, 'names');

const READER: Readonly<Record<string, Collect>> = {
  isEnabled: key,
  getVariant: key,
  getValue: key,
  evaluate: key,
  evaluateValue: key,
  decision: key,
  handle: key,
};

/** Methods that take flags, by the class that has them. */
export const OWN_METHODS: Readonly<Record<string, Readonly<Record<string, Collect>>>> = {
  FlagReader: READER,
  FlagManager: {
    ...READER,
    explain: named,
    enable: named,
    disable: named,
    setOverride: named,
    clearOverride: named,
    getOverride: named,
    deleteFlag: named,
    schedule: collectChange,
    saveAll: collectChanges,
    saveFlag: (collector, { given, scope }) => collector.addSavedKey(given[0], scope),
  },
  FlagGate: { holds: requirement, holdsFor: requirement, disabled: requirement },
};

/** Methods whose calls on anything of an unknown type may evaluate a flag. */
export const READING_METHODS: ReadonlySet<string> = new Set(Object.keys(READER));

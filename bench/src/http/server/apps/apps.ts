import type { DynamicModule, Type } from '@nestjs/common';
import type { RowName } from '../row-name.js';

type App = Type | DynamicModule;

/** The root module of each row; only what a row needs is loaded. */
export const APPS: Readonly<Record<RowName, () => Promise<App>>> = {
  bare: async () => (await import('./bare.js')).BareApp,
  imported: async () => (await import('./imported.js')).ImportedApp,
  'no-op-guard': async () => (await import('./no-op-guards.js')).NoOpGuardApp,
  'five-no-op-guards': async () => (await import('./no-op-guards.js')).FiveNoOpGuardsApp,
  als: async () => (await import('./als.js')).AlsApp,
  'als-no-op-guard': async () => (await import('./als-no-op-guards.js')).AlsNoOpGuardApp,
  'als-five-no-op-guards': async () => (await import('./als-no-op-guards.js')).AlsFiveNoOpGuardsApp,
  module: async () => (await import('./ungated.js')).ungatedApp({ ambientContext: false }),
  guard: async () => (await import('./guard.js')).guardApp({ ambientContext: false }),
  'five-guards': async () => (await import('./five-guards.js')).fiveGuardsApp({ ambientContext: false }),
  method: async () => (await import('./method.js')).methodApp(),
  parameter: async () => (await import('./parameter.js')).parameterApp(),
  service: async () => (await import('./service.js')).serviceApp(),
  'module-ambient': async () => (await import('./ungated.js')).ungatedApp({ ambientContext: true }),
  'guard-ambient': async () => (await import('./guard.js')).guardApp({ ambientContext: true }),
  'five-guards-ambient': async () => (await import('./five-guards.js')).fiveGuardsApp({ ambientContext: true }),
  'service-ambient': async () => (await import('./ambient-service.js')).ambientServiceApp(),
  openfeature: async () => (await import('./openfeature.js')).OpenFeatureApp,
  'nest-feature-guard': async () => (await import('./nest-feature-guard.js')).NestFeatureGuardApp,
};

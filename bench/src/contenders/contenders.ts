import type { Contender } from './contender.js';

/** Every contender by its id, in the order of the tables. Each is loaded on its own, so that a process holds one library only. */
export const contenders = {
  'nestjs-feature-flags': async () => (await import('./nestjs-feature-flags.js')).nestjsFeatureFlags,
  floor: async () => (await import('./floor.js')).floor,
  configcat: async () => (await import('./configcat.js')).configcat,
  flagd: async () => (await import('./flagd.js')).flagd,
  growthbook: async () => (await import('./growthbook.js')).growthbook,
  launchdarkly: async () => (await import('./launchdarkly.js')).launchdarkly,
  microsoft: async () => (await import('./microsoft.js')).microsoft,
  openfeature: async () => (await import('./openfeature.js')).openfeature,
  posthog: async () => (await import('./posthog.js')).posthog,
  statsig: async () => (await import('./statsig.js')).statsig,
  unleash: async () => (await import('./unleash.js')).unleash,
} as const satisfies Readonly<Record<string, () => Promise<Contender>>>;

export type ContenderId = keyof typeof contenders;

/** The configurations that are measured; each is a process of its own. */
export const ROW_NAMES = [
  'bare',
  'imported',
  'no-op-guard',
  'five-no-op-guards',
  'module',
  'guard',
  'five-guards',
  'method',
  'parameter',
  'service',
  'als',
  'als-no-op-guard',
  'als-five-no-op-guards',
  'module-ambient',
  'guard-ambient',
  'five-guards-ambient',
  'service-ambient',
  'openfeature',
  'nest-feature-guard',
] as const;

export type RowName = (typeof ROW_NAMES)[number];

export const PLATFORMS = ['fastify', 'express'] as const;

export type Platform = (typeof PLATFORMS)[number];

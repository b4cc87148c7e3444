import { ROWS, type Row } from './row.js';
import type { Platform, RowName } from './server/row-name.js';

/** What lies behind a server that is measured: full collections, or none yet. */
export type Heap = 'collected' | 'fresh';

/** What a server runs on. */
export interface ServerSetting {
  readonly nest: 11 | 12;
  readonly platform: Platform;
  /** `suite` is the Node that runs the suite. */
  readonly node: 'suite' | 24;
  readonly heap: Heap;
}

/** One table of the report: what all of its rows run on. */
export interface Setting extends ServerSetting {
  readonly id: string;
  readonly rows: readonly Row[];
  /** How often all servers are started anew: two processes of the same code may differ by a few per cent for good. */
  readonly generations: number;
  /** In each generation. */
  readonly rounds: number;
}

const AMBIENT: ReadonlySet<RowName> = new Set([
  'bare',
  'als',
  'als-no-op-guard',
  'als-five-no-op-guards',
  'module-ambient',
  'guard-ambient',
  'five-guards-ambient',
]);

const PLAIN: ReadonlySet<RowName> = new Set([
  'bare',
  'imported',
  'no-op-guard',
  'five-no-op-guards',
  'module',
  'guard',
  'five-guards',
]);

/** Where goals are set, more is measured. */
export const SETTINGS: readonly Setting[] = [
  {
    id: 'fastify-12',
    nest: 12,
    platform: 'fastify',
    node: 'suite',
    heap: 'collected',
    rows: ROWS,
    generations: 3,
    rounds: 24,
  },
  {
    id: 'fastify-12-fresh',
    nest: 12,
    platform: 'fastify',
    node: 'suite',
    heap: 'fresh',
    rows: ROWS.filter(({ name }) => PLAIN.has(name)),
    generations: 2,
    rounds: 12,
  },
  {
    id: 'fastify-12-node-24',
    nest: 12,
    platform: 'fastify',
    node: 24,
    heap: 'collected',
    rows: ROWS.filter(({ name }) => AMBIENT.has(name)),
    generations: 2,
    rounds: 16,
  },
  {
    id: 'express-12',
    nest: 12,
    platform: 'express',
    node: 'suite',
    heap: 'collected',
    rows: ROWS,
    generations: 1,
    rounds: 10,
  },
  {
    id: 'fastify-11',
    nest: 11,
    platform: 'fastify',
    node: 'suite',
    heap: 'collected',
    rows: ROWS,
    generations: 1,
    rounds: 10,
  },
  {
    id: 'express-11',
    nest: 11,
    platform: 'express',
    node: 'suite',
    heap: 'collected',
    rows: ROWS,
    generations: 1,
    rounds: 10,
  },
];

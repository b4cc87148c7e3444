import type { RowName } from './server/row-name.js';

/** What a row shows once its user may not have the feature. */
export type Denied =
  /** The gate's answer. */
  | { readonly status: 403 | 404 }
  /** The old design. */
  | { readonly design: 'old' };

export interface Row {
  readonly name: RowName;
  /** As it stands in the report. */
  readonly title: string;
  /** Absent where no flag is asked for. */
  readonly denied?: Denied;
}

const NOT_FOUND: Denied = { status: 404 };
const OLD_DESIGN: Denied = { design: 'old' };

export const ROWS: readonly Row[] = [
  { name: 'bare', title: 'bare route, no module' },
  { name: 'imported', title: 'package imported, not registered' },
  { name: 'no-op-guard', title: 'one guard that returns `true`, no module' },
  { name: 'five-no-op-guards', title: 'five guards that return `true`, no module' },
  { name: 'module', title: 'module registered, ungated route' },
  { name: 'guard', title: 'one `FlagGuard`', denied: NOT_FOUND },
  { name: 'five-guards', title: 'five `FlagGuard`s', denied: NOT_FOUND },
  { name: 'method', title: '`@FeatureFlag` on the handler', denied: NOT_FOUND },
  { name: 'parameter', title: '`@FlagEnabled` parameter', denied: OLD_DESIGN },
  { name: 'service', title: 'service asks with a context', denied: OLD_DESIGN },
  { name: 'als', title: 'bare `AsyncLocalStorage.run`, no module' },
  { name: 'als-no-op-guard', title: '… and one guard that returns `true`' },
  { name: 'als-five-no-op-guards', title: '… and five guards that return `true`' },
  { name: 'module-ambient', title: 'ambient: module registered, ungated route' },
  { name: 'guard-ambient', title: 'ambient: one `FlagGuard`', denied: NOT_FOUND },
  { name: 'five-guards-ambient', title: 'ambient: five `FlagGuard`s', denied: NOT_FOUND },
  { name: 'service-ambient', title: 'ambient: service asks without a context', denied: OLD_DESIGN },
  { name: 'openfeature', title: '@openfeature/nestjs-sdk `RequireFlagsEnabled`', denied: NOT_FOUND },
  { name: 'nest-feature-guard', title: 'nest-feature-guard', denied: { status: 403 } },
];

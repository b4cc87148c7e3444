import type { EntryPointFields } from '../../scripts/entry-points.mjs';

export interface BareImport {
  readonly file: string;
  readonly specifier: string;
  readonly packageName: string;
  readonly kind: 'static' | 'dynamic' | 'type';
}

export interface Manifest extends EntryPointFields {
  readonly name: string;
  readonly type?: string;
  readonly files?: readonly string[];
  readonly scripts: Readonly<Record<string, string>>;
  readonly engines: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

export function bareImports(folder: string, endings: readonly string[]): BareImport[];
export function filesUnder(folder: string): string[];
export function importProblems(imports: readonly BareImport[], manifest: Manifest): string[];
export function optionalPeers(manifest: Manifest): Set<string>;

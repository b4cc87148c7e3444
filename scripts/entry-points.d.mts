export interface Conditions {
  readonly types: string;
  readonly default: string;
}

export interface EntryPointFields {
  readonly main: string;
  readonly types: string;
  readonly typesVersions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, Conditions>>>>;
}

export const entryPoints: Readonly<Record<string, string>>;
export const entryPackages: Readonly<Record<string, readonly string[]>>;
export function entryPointFields(): EntryPointFields;

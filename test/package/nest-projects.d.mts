export interface NestProject {
  readonly title: string;
  readonly nest: 11 | 12;
  readonly format: 'cjs' | 'esm';
  readonly overlays?: readonly string[];
  readonly node?: 'newest';
  readonly commands: readonly string[];
  readonly app?: string;
}

export const nestProjects: readonly NestProject[];

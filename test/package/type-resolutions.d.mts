export interface TypeResolution {
  readonly nest: 11 | 12;
  readonly typescript: 5 | 6 | 7;
  readonly module: string;
  readonly moduleResolution: string;
  readonly formats: readonly ('cjs' | 'esm')[];
}

export const typeResolutions: readonly TypeResolution[];

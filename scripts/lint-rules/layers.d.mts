export interface Layer {
  readonly folders: readonly string[];
  readonly node?: boolean;
  readonly nest?: boolean;
  readonly packages?: readonly string[];
}

export const LAYERS: Readonly<Record<string, Layer>>;

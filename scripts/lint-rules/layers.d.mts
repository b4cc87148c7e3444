export interface Layer {
  readonly folders: readonly string[];
  readonly node?: boolean;
  readonly nest?: boolean;
  readonly redis?: boolean;
  readonly openfeature?: boolean;
  readonly telemetry?: boolean;
}

export const LAYERS: Readonly<Record<string, Layer>>;

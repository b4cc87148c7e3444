/** The text of the configuration that enforces the layers of lib. */
export function lintLayers(): string;

/** Where that configuration is. */
export const LINT_LAYERS: string;

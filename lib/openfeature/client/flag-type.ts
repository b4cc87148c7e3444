/** The type of a flag of an OpenFeature provider. */
export type OpenFeatureFlagType = 'boolean' | 'string' | 'number' | 'object';

/** The types in the order in which a flag of unknown type is evaluated. */
export const FLAG_TYPES: readonly OpenFeatureFlagType[] = ['boolean', 'string', 'number', 'object'];

/** The error codes of OpenFeature: why a flag could not be resolved. */
export const ResolutionErrorCode = {
  FlagNotFound: 'FLAG_NOT_FOUND',
  ProviderNotReady: 'PROVIDER_NOT_READY',
  ProviderFatal: 'PROVIDER_FATAL',
  ParseError: 'PARSE_ERROR',
  TypeMismatch: 'TYPE_MISMATCH',
  TargetingKeyMissing: 'TARGETING_KEY_MISSING',
  InvalidContext: 'INVALID_CONTEXT',
  General: 'GENERAL',
} as const;

export type ResolutionErrorCode = (typeof ResolutionErrorCode)[keyof typeof ResolutionErrorCode];

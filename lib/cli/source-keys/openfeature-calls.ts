/** Methods of an OpenFeature client that evaluate a flag, whose names nothing else has. */
export const CLIENT_METHOD = /^get(?:Boolean|String|Number|Object)(?:Value|Details)$/;

/** Hooks of the React SDK and decorators of the NestJS SDK that evaluate a flag. */
export const SDK_FUNCTION =
  /^(?:use(?:Suspense)?(?:Boolean|String|Number|Object)?Flag(?:Value|Details)?|(?:Boolean|String|Number|Object)FeatureFlag|RequireFlagsEnabled)$/;

/** The packages of the OpenFeature SDKs. */
export const SDK_PACKAGE = /^@openfeature\//;

/**
 * The server of the OpenFeature Remote Evaluation Protocol (OFREP), for browsers, mobile apps and other services.
 *
 * @module nestjs-feature-flags/ofrep
 */
export type { OfrepCaller } from './caller/ofrep-caller.js';
export type { OfrepVisibility } from './caller/visible-flags.js';
export { OfrepModule } from './ofrep.module.js';
export type {
  OfrepConfig,
  OfrepContextOptions,
  OfrepEventsOptions,
  OfrepModuleExtras,
  OfrepOptionsFactory,
} from './ofrep.options.js';

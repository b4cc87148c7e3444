import type { FlagContext } from '../../engine/flag-context.js';
import type { FlagReader } from '../../manager/reading/flag-reader.js';
import { RequestPreparation } from '../../manager/reading/request-preparation.js';
import { FlagContexts } from '../context/flag-contexts.js';
import { RequestUserResolver } from '../context/request-user.resolver.js';
import { DefaultFlagDisabledHandler } from '../denials/flag-disabled.handler.js';
import { FlagGate } from './flag-gate.js';

const SILENT = { log() {}, warn() {}, error() {} };

/** A gate of a class under test, without an application: it has the default options and the flags of the test. */
export class StandInGate extends FlagGate {
  constructor(flags: FlagReader) {
    const contexts = new FlagContexts(new RequestUserResolver(), { timeout: '2s', onError: 'closed', logger: SILENT });
    super(flags, contexts, new DefaultFlagDisabledHandler(), RequestPreparation.NONE);
  }

  /** The context that was given; there is no request that could have another one. */
  override contextOfMethod(given: unknown): FlagContext | undefined {
    return given as FlagContext | undefined; // of the application's own option, which a test calls with its own data
  }
}

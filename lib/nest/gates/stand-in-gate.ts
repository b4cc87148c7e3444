import type { FlagContext } from '../../engine/flag-context.js';
import type { FlagReader } from '../../manager/reading/flag-reader.js';
import { RequestPreparation } from '../../manager/reading/request-preparation.js';
import { silentLogger } from '../../manager/silent-logger.js';
import { FlagContexts } from '../context/flag-contexts.js';
import { RequestUserResolver } from '../context/request-user.resolver.js';
import { DefaultFlagDisabledHandler } from '../denials/flag-disabled.handler.js';
import { FlagGate } from './flag-gate.js';

/** A gate of a class under test, without an application: it has the default options and the flags of the test. */
export class StandInGate extends FlagGate {
  readonly #contexts: FlagContexts;

  constructor(flags: FlagReader) {
    const options = { timeout: '2s', onError: 'closed', logger: silentLogger } as const;
    const contexts = new FlagContexts(new RequestUserResolver(), options);
    super(flags, contexts, new DefaultFlagDisabledHandler(), RequestPreparation.NONE);
    this.#contexts = contexts;
  }

  /** The context that was given, else that of `@WithFlagContext`; there is no request that could have another one. */
  override contextOfMethod(given: FlagContext | undefined): FlagContext | undefined {
    return given ?? this.#contexts.ambient();
  }
}

import { InvalidOptionsError } from '../internal/options/invalid-options.error.js';
import type { FlagManager } from '../manager/flag-manager.js';
import { flagSetOf, requestPreparationOf } from '../manager/manager-components.js';
import type { FlagGate } from '../nest/gates/flag-gate.js';
import { FlagAnswers } from './answers/flag-answers.js';
import { CallerContexts } from './caller/caller-contexts.js';
import { VisibleFlags } from './caller/visible-flags.js';
import { AnnouncedStates } from './events/announced-states.js';
import { CallerStates } from './events/caller-states.js';
import { EventStreams } from './events/event-streams.js';
import { OfrepEvents } from './events/ofrep-events.js';
import { OfrepServer } from './ofrep.server.js';
import { RequestFailures } from './request-failures.js';
import type { ResolvedOfrepOptions } from './resolve-ofrep-options.js';
import { FlagSetTags } from './tags/flag-set-tags.js';

/**
 * Builds the server of one registration from the flags of the application.
 *
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when a test has replaced the manager by a fake, which has no definitions
 */
export function buildOfrepServer(flags: FlagManager, gate: FlagGate, options: ResolvedOfrepOptions): OfrepServer {
  const flagSet = flagSetOf(flags);
  if (flagSet === undefined) {
    throw new InvalidOptionsError('OfrepModule needs the FlagManager of FeatureFlagsModule, not a fake one.');
  }
  const { rules, isKeyOptional, bodyLimit, visibility, logger, secret } = options;
  const visible = new VisibleFlags({ flagSet, visibility, logger });
  const tags = new FlagSetTags(flagSet, secret);
  const contexts = new CallerContexts({ gate, preparation: requestPreparationOf(flags), rules, isKeyOptional });
  const answers = new FlagAnswers({ flags, flagSet, visible, tags });
  const states = new CallerStates({ flagSet, visible, tags, rules });
  const events =
    options.events &&
    new OfrepEvents({
      options: options.events,
      contexts,
      states,
      announced: new AnnouncedStates({ refresh: () => flags.refresh(), clock: flagSet.clock }),
      streams: new EventStreams({ flagSet, states, ...options.events }),
    });
  return new OfrepServer({ flagSet, contexts, answers, events, bodyLimit, failures: new RequestFailures(logger) });
}

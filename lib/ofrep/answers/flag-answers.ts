import type { Flag } from '../../engine/flag.js';
import type { FlagManager } from '../../manager/flag-manager.js';
import type { FlagSetReader } from '../../manager/reading/flag-set-reader.js';
import type { OfrepCaller } from '../caller/ofrep-caller.js';
import type { VisibleFlags } from '../caller/visible-flags.js';
import { OfrepRequestError } from '../ofrep-request.error.js';
import type { FlagSetTags } from '../tags/flag-set-tags.js';
import { flagAnswer } from './flag-answer.js';
import type { OfrepBulkSuccess, OfrepEventStream, OfrepFailure, OfrepSuccess } from './ofrep-answers.js';

/** The largest number of flags in one answer. */
export const MAX_SERVED_FLAGS = 5000;

const TOO_MANY =
  `A caller may see more than ${MAX_SERVED_FLAGS} flags, which one answer cannot hold: mark fewer flags with "client: true", ` +
  'or show each caller fewer of them with "visibility"';

export interface FlagAnswersOptions {
  readonly flags: Pick<FlagManager, 'evaluate'>;
  readonly flagSet: Pick<FlagSetReader, 'serve'>;
  readonly visible: VisibleFlags;
  readonly tags: FlagSetTags;
}

/** The answers of all flags for a caller, as JSON, with their entity tag. */
export interface TaggedAnswers {
  readonly body: string;
  readonly tag: string;
}

/** Evaluates the flags that a caller may see. */
export class FlagAnswers {
  readonly #options: FlagAnswersOptions;

  constructor(options: FlagAnswersOptions) {
    this.#options = options;
  }

  /** Evaluates one flag; `undefined` if there is none that the caller may see. */
  one(key: string, caller: OfrepCaller): OfrepSuccess | OfrepFailure | undefined {
    const { flags, visible } = this.#options;
    const flag = visible.find(key, caller);
    return flag === undefined ? undefined : flagAnswer(flags.evaluate(key, caller.context), flag);
  }

  /**
   * Evaluates all flags.
   *
   * @throws {OfrepRequestError} if there are more than 5,000
   */
  all(caller: OfrepCaller, eventStreams: readonly OfrepEventStream[] | undefined): TaggedAnswers {
    const { visible, tags } = this.#options;
    const flags = visible.all(caller);
    if (flags.length > MAX_SERVED_FLAGS)
      throw new OfrepRequestError(500, 'GENERAL', 'There are too many flags.', TOO_MANY);
    const version = tags.versionOf(flags);
    const answer: OfrepBulkSuccess = {
      flags: flags.flatMap((flag) => this.#served(flag, caller)),
      metadata: { version },
      ...(eventStreams === undefined ? undefined : { eventStreams }),
    };
    const body = JSON.stringify(answer);
    return { body, tag: tags.entityTag(body, version, flags, caller.context) };
  }

  #served(flag: Flag, { context }: OfrepCaller): readonly (OfrepSuccess | OfrepFailure)[] {
    const evaluation = this.#options.flagSet.serve(flag.key, context);
    return evaluation === undefined ? [] : [flagAnswer(evaluation, flag)];
  }
}

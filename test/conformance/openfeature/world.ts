import { randomUUID } from 'node:crypto';
import {
  OpenFeature,
  type Client,
  type EvaluationContext,
  type EvaluationContextValue,
  type EvaluationDetails,
  type FlagEvaluationOptions,
  type FlagValue,
  type Hook,
  type JsonValue,
} from '@openfeature/server-sdk';
import { RegisteredProvider, type ProviderKind } from './providers.js';
import { typedValue } from './typed-value.js';

/** The flag that a case evaluates. */
export interface AskedFlag {
  readonly type: string;
  readonly key: string;
  readonly fallback: FlagValue;
}

const evaluators = {
  boolean: (client, key, fallback, context, options) =>
    client.getBooleanDetails(key, fallback === true, context, options),
  string: (client, key, fallback, context, options) =>
    client.getStringDetails(key, typeof fallback === 'string' ? fallback : '', context, options),
  integer: (client, key, fallback, context, options) =>
    client.getNumberDetails(key, Number(fallback), context, options),
  float: (client, key, fallback, context, options) => client.getNumberDetails(key, Number(fallback), context, options),
  object: (client, key, fallback, context, options) => client.getObjectDetails(key, fallback, context, options),
} satisfies Record<
  string,
  (
    client: Client,
    key: string,
    fallback: JsonValue,
    context: EvaluationContext,
    options: FlagEvaluationOptions,
  ) => Promise<EvaluationDetails<FlagValue>>
>;

/** The state of one case: a provider and a client in a domain of their own. */
export class World {
  readonly #domain = randomUUID();
  #provider: RegisteredProvider | undefined;
  #client: Client | undefined;
  flag: AskedFlag | undefined;
  /** The contexts of the levels that a case sets. */
  readonly context: Record<string, EvaluationContextValue> = {};
  readonly transaction: Record<string, EvaluationContextValue> = {};
  readonly options: { hooks: Hook[] } = { hooks: [] };
  readonly levels: string[] = [];
  /** The names of the hooks that were called, in order, with their details. */
  readonly calls: { readonly hook: string; readonly details?: EvaluationDetails<FlagValue> }[] = [];
  details: EvaluationDetails<FlagValue> | undefined;

  get client(): Client {
    return (this.#client ??= OpenFeature.getClient(this.#domain));
  }

  /** What the provider received as the merged context. */
  get receivedContext(): object | undefined {
    return this.#provider?.contexts.at(-1);
  }

  async useProvider(kind: ProviderKind): Promise<void> {
    await this.#provider?.close();
    this.#provider = await RegisteredProvider.register(this.#domain, kind);
  }

  ask(type: string, key: string, fallback: string): void {
    this.flag = { type: type.toLowerCase(), key, fallback: typedValue(type, fallback) };
  }

  evaluate(options: FlagEvaluationOptions = {}): Promise<EvaluationDetails<FlagValue>> {
    const { type, key, fallback } = this.#asked();
    const evaluate = Object.entries(evaluators).find(([name]) => name === type)?.[1];
    if (evaluate === undefined) throw new Error(`There are no flags of the type ${type}.`);
    const run = () => evaluate(this.client, key, fallback, this.context, options);
    return new Promise((resolve, reject) => {
      OpenFeature.setTransactionContext(this.transaction, () => void run().then(resolve, reject));
    });
  }

  async close(): Promise<void> {
    OpenFeature.setContext({});
    await this.#provider?.close();
  }

  #asked(): AskedFlag {
    if (this.flag === undefined) throw new Error('The case names no flag.');
    return this.flag;
  }
}

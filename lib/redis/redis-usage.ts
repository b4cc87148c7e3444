import { isoTime } from '../engine/time/iso-time.js';
import { byAnswer, byKey } from '../store/usage/usage-order.js';
import {
  UsageLimits,
  type AnswerUsage,
  type FlagUsage,
  type FlagUsageDelta,
  type FlagUsageReport,
} from '../store/usage/flag-usage.js';
import type { RedisCommands } from './redis-commands.js';
import type { RedisKeys } from './redis-keys.js';
import { pairs } from './scripts/read.script.js';
import { addUsageScript, readFlagUsageScript, readUsageScript } from './scripts/usage.script.js';

const FLAGS_AT_ONCE = 500; // a script blocks the server

/** The usage of flags. */
export class RedisUsage {
  readonly #commands: RedisCommands;
  readonly #keys: RedisKeys;

  constructor(commands: RedisCommands, keys: RedisKeys) {
    this.#commands = commands;
    this.#keys = keys;
  }

  async add({ instance, sequence, since, until, flags }: FlagUsageDelta): Promise<void> {
    const { usage: summary, usageIndex: index } = this.#keys;
    await this.#commands.run(
      addUsageScript.call({
        summary,
        index,
        instance: this.#keys.usageOfInstance(instance),
        flagKeys: flags.map(({ key }) => this.#keys.usageOfFlag(key)),
        sequence,
        since: Date.parse(since),
        sentAt: Date.parse(until),
        retention: UsageLimits.retention,
        instanceRetention: UsageLimits.instanceRetention,
        maxAnswers: UsageLimits.answers,
        answers: flags.flatMap(({ key, answers }, i) => {
          const flag = { flag: i + 1, key };
          if (answers.length === 0) return [{ ...flag, answer: '', count: 0 }];
          return answers.map((answer) => ({ ...flag, answer: answerText(answer), count: answer.count }));
        }),
      }),
    );
  }

  async read(): Promise<FlagUsageReport | undefined> {
    const { usage: summary, usageIndex: index } = this.#keys;
    const reply = await this.#commands.run(readUsageScript.call({ summary, index }));
    const [hash, members] = Array.isArray(reply) ? (reply as readonly unknown[]) : [];
    const fields = new Map(pairs(hash));
    if (fields.size === 0) return undefined;
    const keys = Array.isArray(members) ? members.map(String) : [];
    const flags: FlagUsage[] = [];
    for (let i = 0; i < keys.length; i += FLAGS_AT_ONCE) {
      flags.push(...(await this.#readFlags(keys.slice(i, i + FLAGS_AT_ONCE))));
    }
    return {
      since: timeOf(fields.get('since')),
      until: timeOf(fields.get('until')),
      instances: Number(fields.get('instances')),
      flags: flags.toSorted(byKey),
    };
  }

  async #readFlags(keys: readonly string[]): Promise<readonly FlagUsage[]> {
    const flagKeys = keys.map((key) => this.#keys.usageOfFlag(key));
    const reply = await this.#commands.run(readFlagUsageScript.call({ flagKeys }));
    const hashes: readonly unknown[] = Array.isArray(reply) ? reply : [];
    return keys.flatMap((key, i) => {
      const fields = new Map(pairs(hashes[i]));
      return fields.has('at') ? [usageOf(key, fields)] : []; // it may have expired meanwhile
    });
  }
}

function usageOf(key: string, fields: ReadonlyMap<string, string>): FlagUsage {
  const answers: AnswerUsage[] = [];
  for (const [field, count] of fields) {
    const [, isOn, , variant] = ANSWER.exec(field) ?? [];
    if (isOn === undefined) continue;
    answers.push({
      enabled: isOn === '1',
      ...(variant === undefined ? {} : { variant }),
      count: Number(count),
      lastServedAt: timeOf(fields.get(field.replace('count', 'at'))),
    });
  }
  return {
    key,
    firstEvaluatedAt: timeOf(fields.get('first')),
    lastEvaluatedAt: timeOf(fields.get('at')),
    answers: answers.toSorted(byAnswer),
  };
}

/** An answer in the names of its two fields. */
function answerText({ enabled, variant }: Pick<AnswerUsage, 'enabled' | 'variant'>): string {
  return `${enabled ? 1 : 0}${variant === undefined ? '' : ` ${variant}`}`;
}

const ANSWER = /^count ([01])( (.*))?$/s;

function timeOf(milliseconds: string | undefined): string {
  return isoTime(Number(milliseconds ?? 0));
}

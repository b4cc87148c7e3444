import { load } from 'js-yaml';
import type { FlagContext, FlagEvaluation } from '../../lib/index.js';

/** A user, and what the page says that the flag answers. */
export interface IdeaExample {
  readonly user: string;
  readonly context: FlagContext;
  readonly answer: string;
}

/** One row of a table “Idea | Definition | Answers”. */
export interface IdeaRow {
  readonly idea: string;
  /** The whole flag that contains the row's definition. */
  readonly flag: unknown;
  readonly examples: readonly IdeaExample[];
}

const ROW = /^\| (.+?) +\| `(.+)` +\| (`.+?) +\|$/;
const EXAMPLE = /`(\{.*?\})` → (\w+(?: `[^`]+`)?(?: \(`\w+`\))?)/g;

/** The rows of all tables of ideas, in order. */
export function ideaRows(markdown: string): IdeaRow[] {
  return markdown
    .split('\n')
    .filter((line) => line.startsWith('| ') && line.includes('→'))
    .map((line) => {
      const [, idea = line, definition = '', answers = ''] = ROW.exec(line.replaceAll(String.raw`\|`, '|')) ?? [];
      const examples = [...answers.matchAll(EXAMPLE)].map(([, user = '', answer = '']) => ({
        user,
        context: contextOf(literal(user)),
        answer,
      }));
      if (examples.length < answers.split('→').length - 1) throw new Error(`An answer cannot be read: ${answers}`);
      return { idea, flag: flagOf(literal(definition)), examples };
    });
}

/** An answer as the page writes it: on or off, then what is served, then the reason, as far as `like` shows them. */
export function shownAnswer({ enabled, variant, value, reason }: FlagEvaluation, like: string): string {
  const served = variant ?? (typeof value === 'string' ? value : JSON.stringify(value));
  return [
    enabled ? 'on' : 'off',
    ...(/^\w+ `/.test(like) ? [`\`${served}\``] : []),
    ...(like.endsWith('`)') ? [`(\`${reason}\`)`] : []),
  ].join(' ');
}

/** A JavaScript literal on one line, which YAML's flow style can read as well. */
function literal(text: string): unknown {
  return load(text);
}

/** A flag as it is, a rule in a flag with two variants that is otherwise off, or a condition in a rule of a boolean flag. */
function flagOf(definition: unknown): unknown {
  if (isObject(definition) && 'type' in definition) return definition;
  if (isObject(definition) && ['when', 'rollout', 'serve', 'onMiss'].some((name) => name in definition)) {
    const variants = ['classic', 'modern'].map((name) => ({ name, weight: 50 }));
    return { type: 'variant', variants, rules: [definition, { id: 'otherwise', serve: false }] };
  }
  return { type: 'boolean', rules: [{ when: definition }], otherwise: false };
}

/** `userId` and `sessionId` are the context's own, `at` is its instant; all others are attributes. */
function contextOf(user: unknown): FlagContext {
  if (!isObject(user)) throw new TypeError('An example is an object.');
  const { userId, sessionId, at, ...userAttributes } = user;
  return {
    userId: userId as string | undefined,
    sessionId: sessionId as string | undefined,
    userAttributes,
    timestamp: typeof at === 'string' ? Date.parse(at) : undefined,
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

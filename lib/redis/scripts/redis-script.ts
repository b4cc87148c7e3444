import { createHash } from 'node:crypto';

/** The names of a script's parameters, in the order in which they are sent. They become local variables in Lua. */
export interface ScriptParameters<
  Key extends string,
  KeyList extends string,
  Value extends string,
  RowList extends string,
  Field extends string,
> {
  /** The names of single keys. @default none */
  readonly keys?: readonly Key[];
  /** The name of a list of any number of keys, which follow. @default none */
  readonly keyList?: KeyList;
  /** The names of single values. @default none */
  readonly values?: readonly Value[];
  /** A list of any number of rows, which follow; each row has a value for each field. @default none */
  readonly rows?: { readonly name: RowList; readonly fields: readonly Field[] };
}

type ScriptValue = string | number;

/** The arguments of a script, by the names that its Lua source uses. */
export type ScriptArguments<
  Key extends string,
  KeyList extends string,
  Value extends string,
  RowList extends string,
  Field extends string,
> = Readonly<
  Record<Key, string> &
    Record<KeyList, readonly string[]> &
    Record<Value, ScriptValue> &
    Record<RowList, readonly Readonly<Record<Field, ScriptValue>>[]>
>;

/** A script with its arguments, in the form of `EVAL`. */
export interface ScriptCall {
  readonly source: string;
  /** The digest by which the server identifies the script. */
  readonly sha1: string;
  readonly keys: readonly string[];
  readonly values: readonly string[];
}

/**
 * A Lua script, which runs on the server atomically. Its parameters are declared once:
 * Lua finds each as a local variable, and the compiler holds callers to the same names.
 *
 * @example
 * const script = new RedisScript({ keys: ['lease'], values: ['holder'] }, `return redis.call('SET', lease, holder)`);
 * script.call({ lease: 'shop:lease', holder: 'instance-1' });
 */
export class RedisScript<
  Key extends string = never,
  KeyList extends string = never,
  Value extends string = never,
  RowList extends string = never,
  Field extends string = never,
> {
  readonly #parameters: ScriptParameters<Key, KeyList, Value, RowList, Field>;
  readonly #source: string;
  readonly #sha1: string;

  constructor(parameters: ScriptParameters<Key, KeyList, Value, RowList, Field>, body: string) {
    this.#parameters = parameters;
    this.#source = `${declarations(parameters)}\n${body.trim()}\n`;
    this.#sha1 = createHash('sha1').update(this.#source).digest('hex');
  }

  call(given: ScriptArguments<Key, KeyList, Value, RowList, Field>): ScriptCall {
    const { keys = [], keyList, values = [], rows } = this.#parameters;
    const listedKeys: readonly string[] = keyList === undefined ? [] : given[keyList];
    const listedRows: readonly Readonly<Record<Field, ScriptValue>>[] = rows === undefined ? [] : given[rows.name];
    return {
      source: this.#source,
      sha1: this.#sha1,
      keys: [...keys.map((name) => given[name]), ...listedKeys],
      values: [
        ...values.map((name) => given[name]),
        ...listedRows.flatMap((row) => (rows?.fields ?? []).map((field) => row[field])),
      ].map(String),
    };
  }
}

/** Maps names to the indexes of keys and values, the only place that uses indexes. */
function declarations(parameters: ScriptParameters<string, string, string, string, string>): string {
  const { keys = [], keyList, values = [], rows } = parameters;
  const lines = [
    ...keys.map((name, i) => `local ${name} = KEYS[${i + 1}]`),
    ...values.map((name, i) => `local ${name} = ARGV[${i + 1}]`),
  ];
  if (keyList !== undefined) {
    lines.push(
      `local ${keyList} = {}`,
      `for i = ${keys.length + 1}, #KEYS do ${keyList}[#${keyList} + 1] = KEYS[i] end`,
    );
  }
  if (rows !== undefined) {
    const { name, fields } = rows;
    const row = fields.map((field, offset) => `${field} = ARGV[i + ${offset}]`).join(', ');
    lines.push(
      `local ${name} = {}`,
      `for i = ${values.length + 1}, #ARGV, ${fields.length} do ${name}[#${name} + 1] = { ${row} } end`,
    );
  }
  return lines.join('\n');
}

/** What a `curl` line asks for, and what it prints of the answer. */
export interface CurlCommand {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** Whether `-w '%{http_code}\n'` follows the body. */
  readonly printsStatus: boolean;
}

type Draft = { -readonly [Name in keyof CurlCommand]?: CurlCommand[Name] } & { headers: Record<string, string> };

/** What each option does with its value; an option that is not here would make a line pass that curl runs otherwise. */
const OPTIONS: Readonly<Record<string, (draft: Draft, value: string) => void>> = {
  '-X': (draft, value) => (draft.method = value),
  '-H': (draft, value) => {
    const [, name, text] = /^([\w-]+): (.+)$/.exec(value) ?? [];
    if (name === undefined || text === undefined) throw new Error(`curl would not send the header ${value}`);
    draft.headers[name.toLowerCase()] = text;
  },
  '-d': (draft, value) => {
    draft.body = value;
    draft.method ??= 'POST';
    draft.headers['content-type'] ??= 'application/x-www-form-urlencoded';
  },
  '-w': (draft, value) => {
    if (value !== '%{http_code}\\n' && value !== '\\n') throw new Error(`-w ${value} is not supported`);
    draft.printsStatus = value !== '\\n';
  },
};

/**
 * Reads a line for a POSIX shell.
 *
 * @param origin where the line expects the server, such as `localhost:3000`
 */
export function parseCurl(line: string, origin: string): CurlCommand {
  const [program, ...words] = shellWords(line);
  if (program !== 'curl') throw new Error(`not a curl line: ${line}`);
  const draft: Draft = { headers: {} };
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const option = OPTIONS[word];
    if (word === '-s') continue;
    if (option !== undefined) option(draft, words.shift() ?? '');
    else if (word.startsWith('-')) throw new Error(`curl option ${word} is not supported: ${line}`);
    else draft.path = pathOf(word, origin);
  }
  const { method = 'GET', path, headers, body, printsStatus = false } = draft;
  if (path === undefined) throw new Error(`no URL: ${line}`);
  return { method, path, headers, body, printsStatus };
}

function pathOf(url: string, origin: string): string {
  const bare = url.replace(/^http:\/\//, '');
  if (!bare.startsWith(`${origin}/`)) throw new Error(`${url} is not at ${origin}`);
  return bare.slice(origin.length);
}

/** The words of a line in which nothing is left for the shell to expand, so that bash and zsh read it alike. */
function shellWords(line: string): string[] {
  const words: string[] = [];
  const WORD = /\s*((?:'[^']*'|"[^"$`\\!]*"|[\w./:@=,%+-]+)+)(?=\s|$)|\s*\\\n|\s+$/y;
  while (WORD.lastIndex < line.length) {
    const at = WORD.lastIndex;
    const match = WORD.exec(line);
    if (match === null) throw new Error(`the shell would do more than pass this on: ${line.slice(at)}`);
    if (match[1] !== undefined) words.push(match[1].replaceAll(/'([^']*)'|"([^"]*)"/g, '$1$2'));
  }
  return words;
}

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runCli } from '../../../../lib/cli/run-cli.js';

/** The texts of files, by their paths in a folder. */
export type Files = Readonly<Record<string, string>>;

export interface RunOptions {
  readonly files?: Files;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: readonly (string | Uint8Array)[];
}

/** Runs a command in a folder with these files, which is removed afterwards. */
export async function runInFolder(args: readonly string[], { files = {}, env = {}, stdin = [] }: RunOptions = {}) {
  const folder = folderWith(files);
  try {
    return await runIn(folder, args, { env, stdin });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a command in a folder that exists. */
export async function runIn(folder: string, args: readonly string[], { env = {}, stdin = [] }: RunOptions = {}) {
  let [out, err] = ['', ''];
  const exitCode = await runCli(args, {
    env,
    stdin: (async function* () {
      yield* stdin;
    })(),
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    cwd: () => folder,
  });
  return { exitCode, out, err };
}

/** Creates a folder with these files. */
export function folderWith(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), 'flags-cli-'));
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return folder;
}

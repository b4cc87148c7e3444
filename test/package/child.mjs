import { spawn } from 'node:child_process';

const running = new Set();
const isWindows = process.platform === 'win32';

/**
 * Starts a program and collects what it writes.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd: string, env?: Record<string, string> }} options
 */
export function start(program, args, { cwd, env = {} }) {
  const child = spawn(program, args, {
    cwd,
    env: { ...ownEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: !isWindows, // a group of its own, so that npm's children end with it
  });
  running.add(child);
  const result = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => (result.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (result.stderr += text));
  for (const event of ['error', 'close']) child.on(event, () => running.delete(child));
  return { child, result };
}

/**
 * Runs a program to its end, at most `timeout` milliseconds.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd: string, timeout?: number, env?: Record<string, string> }} options
 * @returns {Promise<{ code: number | null, stdout: string, stderr: string, timedOut: boolean }>}
 */
export function run(program, args, { timeout = 60_000, ...options }) {
  return new Promise((resolve, reject) => {
    const { child, result } = start(program, args, options);
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      kill(child);
    }, timeout);
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code, ...result, timedOut });
    });
  });
}

/** A program was ended because it took too long. */
export class TimedOutError extends Error {}

/** {@link run}, and an error with the program's output unless it ends with 0. */
export async function runOrThrow(program, args, options) {
  const result = await run(program, args, options);
  if (result.timedOut) {
    throw new TimedOutError(`took longer than ${(options.timeout ?? 60_000) / 1000} s\n${outputOf(result)}`);
  }
  if (result.code !== 0) throw new Error(`ended with ${result.code}\n${outputOf(result)}`);
  return result;
}

/** Runs npm, the one that runs this script if there is one. An unavailable registry is not waited for. */
export function npm(given, options) {
  const args = [
    '--loglevel=error',
    '--fetch-retries=2',
    '--fetch-retry-mintimeout=1000',
    '--fetch-retry-maxtimeout=5000',
    ...given,
  ];
  const cli = process.env.npm_execpath;
  if (cli?.endsWith('.js')) return runOrThrow(process.execPath, [cli, ...args], options);
  return runOrThrow(isWindows ? 'npm.cmd' : 'npm', args, options);
}

/** Ends every program that is still running. */
export function killAll() {
  for (const child of running) kill(child);
}

/** Ends a program and what it has started. */
export function kill(child) {
  try {
    if (isWindows) child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // it has ended on its own
  }
}

/** The first lines of what a program wrote. */
export function outputOf({ stdout, stderr }) {
  return `${stderr}\n${stdout}`
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('npm warn'))
    .slice(0, 40)
    .join('\n');
}

/** What `npm run` adds would tell a nested npm and Node about this project instead of their own folder. */
function ownEnvironment() {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) =>
        !/^npm_(package|lifecycle)_/i.test(name) &&
        !['NODE_OPTIONS', 'NODE_PATH', 'INIT_CWD', 'npm_config_local_prefix'].includes(name),
    ),
  );
}

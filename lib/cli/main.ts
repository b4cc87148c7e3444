#!/usr/bin/env node
import { inspect } from 'node:util';
import { ExitCode } from './exit-code.js';
import { runCli } from './run-cli.js';

/** A reader that ends early, such as `head`, closes the pipe; the rest of the output is not needed then. */
function endWithReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
}

async function main(): Promise<void> {
  process.stdout.on('error', endWithReader);
  process.stderr.on('error', endWithReader);
  try {
    process.exitCode = await runCli(process.argv.slice(2), process);
  } catch (error) {
    process.stderr.write(`${inspect(error)}\n`); // a fault of the program itself, with its stack
    process.exitCode = ExitCode.Failure;
  }
}

void main();

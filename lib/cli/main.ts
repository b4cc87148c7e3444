#!/usr/bin/env node
import { runCli } from './run-cli.js';

async function main(): Promise<void> {
  process.exitCode = await runCli(process.argv.slice(2), process);
}

void main();

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { kill, outputOf, runOrThrow, start } from './child.mjs';
import { endedEarly, freePort, untilReady } from './running-app.mjs';
import { tutorialSteps } from './tutorial-steps.mjs';

const RETRY_MS = 15_000; // for a busy machine: a command that only reads is run again until its answer is right
const PORT = 'localhost:3000';

/** Does what a page of the manual tells its reader, in a project as `nest new` creates it. Every answer must be exact. */
export async function followTutorial(page, folder) {
  const reader = new Reader(folder);
  try {
    for (const step of tutorialSteps(readFileSync(page, 'utf8'))) {
      if ('file' in step) await reader.save(step.file, step.text);
      else await reader.ask(step.command, step.answer);
    }
  } finally {
    await reader.stop();
  }
}

class Reader {
  #folder;
  #port;
  #app;

  constructor(folder) {
    this.#folder = folder;
  }

  /** Saves a file. The application is restarted where it would not see a change of its code. */
  async save(file, text) {
    if (file.endsWith('.ts')) await this.stop();
    const path = join(this.#folder, file);
    if (!existsSync(dirname(path))) mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  /** Runs a command as the page shows it, except for the port, and compares its output. */
  async ask(command, answer) {
    if (this.#app === undefined) await this.#start();
    const own = command.replaceAll(PORT, `localhost:${this.#port}`);
    const onlyReads = !/ -X | -d /.test(command);
    for (const end = Date.now() + RETRY_MS; ; await sleep(200)) {
      const { stdout } = await runOrThrow('sh', ['-c', own], { cwd: this.#folder });
      if (stdout === answer) return;
      if (!onlyReads || Date.now() > end) throw new Error(`${command}printed:\n${stdout}instead of:\n${answer}`);
    }
  }

  async stop() {
    if (this.#app === undefined) return;
    const { child } = this.#app;
    this.#app = undefined;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const closed = once(child, 'close');
    kill(child);
    await closed;
  }

  /** What `npm start` runs. */
  async #start() {
    this.#port = await freePort();
    const cli = join('node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
    const env = { PORT: String(this.#port), NO_COLOR: '1' };
    this.#app = start(process.execPath, [cli, 'start'], { cwd: this.#folder, env });
    const app = this.#app;
    await Promise.race([
      untilReady(`http://localhost:${this.#port}`).catch((cause) => {
        throw new Error(`${cause.message}\n${outputOf(app.result)}`);
      }),
      once(app.child, 'exit').then(() => endedEarly(app)),
    ]);
  }
}

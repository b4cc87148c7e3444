import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { pathOfProgram } from './program-path.js';
import { ServerProcess, type ServerCommand } from './server-process.js';

/**
 * A suite that runs against a real server, started before it and stopped after it; see {@link describeWithProgram}.
 *
 * @param body gets the server, which is there once the tests run
 */
export function describeWithServer(server: ServerCommand, title: string, body: (running: () => ServerProcess) => void) {
  const { command } = server;
  describeWithProgram(command, title, () => {
    let process: ServerProcess | undefined;
    beforeAll(async () => {
      process = await ServerProcess.start(server);
    });
    afterAll(async () => {
      await process?.stop();
    });
    body(() => {
      if (process === undefined) throw new Error(`${command} is not running`);
      return process;
    });
  });
}

/**
 * A suite that needs a program. Without it on this machine the suite is skipped and says so in its title; with
 * `REQUIRE_SERVICES=1` that is a failure.
 */
export function describeWithProgram(command: string, title: string, body: () => void) {
  describeIf(pathOfProgram(command) !== undefined, command, title, body);
}

/** A suite that needs a program or server, which was looked for; see {@link describeWithProgram}. */
export function describeIf(found: boolean, command: string, title: string, body: () => void) {
  const describeIt = found ? describe : describe['skip'];
  describeIt(found ? title : `${title} (skipped: ${command} is not installed)`, body);
  if (!found && process.env['REQUIRE_SERVICES'] === '1') {
    it(`finds ${command}, which REQUIRE_SERVICES=1 asks for`, () => {
      throw new Error(
        `${command} is not installed, so that "${title}" cannot run. Install it, or unset REQUIRE_SERVICES.`,
      );
    });
  }
}

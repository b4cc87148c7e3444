import { dirname, resolve } from 'node:path';
import { npm, runOrThrow, TimedOutError } from './child.mjs';
import { nestMajors, nestProjects } from './nest-projects.mjs';
import { NestWorkspace } from './nest-workspace.mjs';
import { blocked, step } from './report.mjs';
import { askApp } from './running-app.mjs';
import { followTutorial } from './tutorial.mjs';

const QUICK_START = resolve(import.meta.dirname, '../../docs/guide/quick-start.md');

/** Lays out, tests, builds and runs every project on one major of Nest, and follows the quick start in an empty one. */
export async function buildProjects(nest, tarball, { temp, newest }) {
  const workspace = new NestWorkspace(nest, nestMajors[nest], temp);
  const installed = await step(`Nest ${nest}: install the projects and their tools`, async () => {
    await workspace.install(tarball);
    return true;
  });
  if (!installed) return blocked(`Nest ${nest}: every project`, 'they are not installed');
  for (const [i, project] of nestProjects.entries()) {
    if (project.nest === nest) await buildProject(project, workspace.layOut(project, `project-${i}`), newest);
  }
  const [format] = Object.keys(nestMajors[nest].formats); // the one that `nest new` proposes
  await step(`Nest ${nest}: the quick start, pasted into an empty project, gives the answers that it prints`, () =>
    followTutorial(QUICK_START, workspace.layOutNew(format, 'quick-start')),
  );
}

async function buildProject({ title, commands, app, node: release }, folder, newest) {
  const node = release === 'newest' ? ((await newest)?.binary ?? process.execPath) : process.execPath;
  for (const command of commands) {
    const done = await step(`${title}: ${command}`, () => runIn(folder, node, command));
    if (done === undefined) return blocked(`${title}: the rest`, `${command} failed`);
  }
  if (app !== undefined) await step(`${title}: the app runs`, () => askApp(node, app, folder));
}

/** Runs npm, Node or a tool that is installed, on the given Node. */
async function runIn(cwd, node, command) {
  const [tool, ...args] = command.split(' ');
  const env = { PATH: `${dirname(node)}:${process.env.PATH}`, NO_COLOR: '1', CI: 'true' };
  if (tool === 'node') return runOrThrow(node, args, { cwd, env, timeout: 180_000 });
  const run = (timeout) => npm(tool === 'npm' ? args : ['exec', '--', tool, ...args], { cwd, env, timeout });
  return tool === 'nest' ? retried(run) : run(180_000);
}

/**
 * Runs `nest` again if it hangs. It runs no code of this package, and on Node 20 it may stop forever while it loads its
 * own ES modules, without using the processor.
 */
async function retried(run) {
  try {
    return await run(90_000);
  } catch (error) {
    if (error instanceof TimedOutError) return run(180_000);
    throw error;
  }
}

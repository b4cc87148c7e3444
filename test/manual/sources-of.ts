import { tutorialSteps } from '../package/tutorial-steps.mjs';
import { codeBlocks } from './code-blocks.js';
import type { Page } from './pages.js';

/** The languages that are compiled, which are also the extensions of their files. */
const LANGUAGES: ReadonlySet<string> = new Set(['ts', 'tsx']);

interface Source {
  /** Relative to the project's folder. */
  readonly path: string;
  readonly code: string;
}

/**
 * The TypeScript of a page. A block for which the page names a file is compiled together with the other files that the
 * reader has saved by then, so that they can import each other; any other block is a file of its own.
 */
export function sourcesOf({ path, text }: Page): Source[] {
  const name = path.replaceAll(/\W/g, '-');
  const stages = stagesOf(text);
  const named = new Set(stages.flatMap((stage) => [...stage.values()]));
  const blocks = codeBlocks(text).filter(({ language, code }) => LANGUAGES.has(language) && !named.has(code));
  return [
    ...blocks.map(({ code, line, language }) => ({ path: `${name}-line-${line}.${language}`, code })),
    ...stages.flatMap((stage, i) =>
      [...stage].map(([file, code]) => ({ path: `${name}-stage-${i + 1}/${file}`, code })),
    ),
  ];
}

/** The files that a reader of the page has, by path: before each file that is saved again, and at the end. */
function stagesOf(text: string): ReadonlyMap<string, string>[] {
  const stages = [new Map<string, string>()];
  for (const step of tutorialSteps(text)) {
    if (!('file' in step) || !step.file.endsWith('.ts')) continue;
    const last = stages.at(-1);
    if (last?.has(step.file) === true) stages.push(new Map(last));
    stages.at(-1)?.set(step.file, step.text);
  }
  return stages;
}

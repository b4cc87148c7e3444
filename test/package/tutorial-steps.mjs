const FENCE = /^```(\w+)\n(.*?)^```$/gms;
const NAMED_FILE = /`([\w./-]+\.(?:json|ts))`:\n\n$/;

/**
 * What a reader of a tutorial does, in order: saves the files that it names (the sentence above a block ends with a path
 * in backticks and a colon), and runs the commands that send requests, each with the answer in the block below.
 *
 * @param {string} markdown
 * @returns {import('./tutorial-steps.mjs').TutorialStep[]}
 */
export function tutorialSteps(markdown) {
  const blocks = [...markdown.matchAll(FENCE)].map(({ 1: language, 2: text, index }) => ({
    language,
    text,
    file: NAMED_FILE.exec(markdown.slice(0, index))?.[1],
  }));
  return blocks.flatMap(({ language, text, file }, i) => {
    if (file !== undefined) return [{ file, text }];
    if (language !== 'sh' || !text.includes('curl ')) return [];
    const next = blocks[i + 1];
    return [{ command: text, answer: next?.language === 'text' ? next.text : '' }];
  });
}

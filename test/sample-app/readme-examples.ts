import { readFileSync } from 'node:fs';

/** A command of a README, and the answer below it. */
export interface ReadmeExample {
  /** The line of the command, from 1. */
  readonly line: number;
  readonly command: string;
  readonly language: 'json' | 'text';
  readonly answer: string;
}

interface Fence {
  readonly line: number;
  readonly language: string;
  readonly text: string;
}

/** All `curl` blocks of a README with the block that follows each of them. */
export function readmeExamples(file: URL): ReadmeExample[] {
  const fences = fencesOf(readFileSync(file, 'utf8'));
  return fences.flatMap(({ line, language, text }, i) => {
    if (language !== 'sh' || !text.includes('curl ')) return [];
    const answer = fences[i + 1];
    if (answer?.language !== 'json' && answer?.language !== 'text') {
      throw new Error(`${file.pathname}:${line}: no answer stands under this command`);
    }
    return [{ line, command: text, language: answer.language, answer: answer.text }];
  });
}

function fencesOf(markdown: string): Fence[] {
  const fences: Fence[] = [];
  for (const match of markdown.matchAll(/^```(\w*)\n(.*?)\n```$/gms)) {
    const line = markdown.slice(0, match.index).split('\n').length + 1;
    fences.push({ line, language: match[1] ?? '', text: match[2] ?? '' });
  }
  return fences;
}

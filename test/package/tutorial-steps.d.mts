export type TutorialStep =
  { readonly file: string; readonly text: string } | { readonly command: string; readonly answer: string };

export function tutorialSteps(markdown: string): TutorialStep[];

import { describe, expect, it } from '@jest/globals';
import { messageOf } from '../../lib/internal/message-of.js';
import { FlagErrorCode } from '../../lib/index.js';
import { FeatureFlagsError, sectionOfError } from '../../lib/internal/feature-flags.error.js';
import { pathOfSection } from '../../lib/internal/manual-page.js';
import { codeBlocks } from './code-blocks.js';
import { errorExamples } from './error-examples.js';
import { anchorsOf, page } from './pages.js';

const { path, text } = page('docs/reference/errors.md');
const sections = text.split(/^## /m).slice(1);

/** What a call throws or rejects with. */
async function errorOf(call: () => unknown): Promise<unknown> {
  try {
    return await call();
  } catch (error) {
    return error;
  }
}

describe.each(Object.values(FlagErrorCode))('The section of the error code %s', (code) => {
  const section = sections.find((each) => each.includes(`\`${code}\`, thrown as`)) ?? '';

  it('is where the message says that it is', () => {
    expect(sectionOfError(code)).toBe(`${path.replace('docs/', '')}#${anchorsOf(`## ${section}`)[0]}`);
  });

  it('says when the error is thrown and what to do', () => {
    expect(section).toMatch(/thrown as `\w+`\.\n\n.{40,}/);
    expect(section).toMatch(/^\*\*What to do:\*\* .{20,}/m);
  });

  it('shows a message as the library words it, and the class that has it', async () => {
    const error = await errorOf(errorExamples[code]);
    expect(error).toMatchObject({ code });
    const [example] = codeBlocks(section);
    const message = messageOf(error).replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '2026-11-27T09:00:00.000Z');
    expect(`${message}\n`).toBe(example?.code);
    expect(section).toContain(`thrown as \`${error instanceof Error ? error.name : ''}\``);
  });

  it('is named at the end of the message, unless a client may read it', async () => {
    const error = await errorOf(errorExamples[code]);
    const named = pathOfSection(sectionOfError(code));
    const isNamed = error instanceof Error && error.message.replace(/\)$/, '').endsWith(named);
    expect(isNamed).toBe(code !== FlagErrorCode.FlagDisabled);
    expect(error instanceof FeatureFlagsError).toBe(code !== FlagErrorCode.FlagDisabled);
  });
});

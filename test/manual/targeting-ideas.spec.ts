import { describe, expect, it } from '@jest/globals';
import { FlagManager, type FlagDefinitions } from '../../lib/index.js';
import type { SegmentDefinitions } from '../../lib/core.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { codeBlocks } from './code-blocks.js';
import { page } from './pages.js';
import { ideaRows, shownAnswer } from './targeting-idea-rows.js';

const { text } = page('docs/guide/targeting-ideas.md');
const rows = ideaRows(text);

/** The definitions to which the rows refer. */
const shop = JSON.parse(codeBlocks(text)[0]?.code ?? '') as { flags: FlagDefinitions; segments: SegmentDefinitions };

describe('The targeting ideas', () => {
  it.each(rows)('are evaluated as the page says: $idea', async ({ flag, examples }) => {
    const flags = await FlagManager.create({
      initialFlags: { ...shop.flags, idea: flag } as FlagDefinitions,
      initialSegments: shop.segments,
      logger: new RecordingLogger(),
    });
    const answers = examples.map(({ user, context, answer }) => [
      user,
      shownAnswer(flags.evaluate('idea', context), answer),
    ]);
    await flags.close();
    expect(examples.length).toBeGreaterThan(0);
    expect(answers).toEqual(examples.map(({ user, answer }) => [user, answer]));
  });

  it('differ from each other', () => {
    expect(new Set(rows.map(({ idea }) => idea)).size).toBe(rows.length);
    expect(rows.length).toBeGreaterThan(5);
  });
});

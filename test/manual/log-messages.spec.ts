import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { LOG_TOPICS } from '../../lib/manager/topic-logger.js';
import { codeBlocks, root } from './code-blocks.js';
import { page } from './pages.js';

const { text } = page('docs/reference/log-messages.md');
const sections = text.split(/^## /m).slice(1);
const lib = resolve(root, 'lib');
const sources = readdirSync(lib, { recursive: true })
  .filter((name) => String(name).endsWith('.ts'))
  .map((name) => ({ name: String(name), source: readFileSync(resolve(lib, String(name)), 'utf8') }));

/** The heading whose anchor, on a forge and in VitePress, is this topic. */
function headingOf(topic: string): string {
  const words = topic.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What writes a warning, an error or a debug line in a file of lib. */
function loggersIn(name: string, source: string): { place: string; isTopicLogger: boolean }[] {
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true);
  const found: { place: string; isTopicLogger: boolean }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { expression, name: method } = node.expression;
      const receiver = expression.getText();
      if (/^(?:warn|error|debug)$/.test(method.text) && /logger/i.test(receiver)) {
        const isTopicLogger = receiver.startsWith('topicLogger(') || source.includes('readonly #logger: TopicLogger;');
        found.push({ place: `${name}: ${receiver}.${method.text}`, isTopicLogger });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

describe('docs/reference/log-messages.md', () => {
  it('has a section for every topic of the log, and no other', () => {
    expect(sections.map((section) => section.split('\n')[0])).toStrictEqual(LOG_TOPICS.map(headingOf));
  });

  it.each(sections.map((section) => [section.split('\n')[0], section]))('says what to do: %s', (_, section) => {
    expect(section?.replaceAll('\n', ' ')).toMatch(/\*\*What to do:\*\* .{20,}/);
  });

  it('shows how messages begin as the library words them', () => {
    const shown = codeBlocks(text).map(({ code }) => code.trimEnd().replace(/…$/, ''));
    expect(shown.length).toBeGreaterThan(20);
    expect(shown.filter((start) => !sources.some(({ source }) => source.includes(start)))).toStrictEqual([]);
  });
});

describe('Every warning and error in the log', () => {
  it('is written with its topic', () => {
    const written = sources
      .filter(({ name }) => name !== 'manager/topic-logger.ts')
      .flatMap(({ name, source }) => loggersIn(name, source));
    expect(written.length).toBeGreaterThan(30);
    expect(written.filter(({ isTopicLogger }) => !isTopicLogger)).toStrictEqual([]);
  });

  it('has a topic that is in use', () => {
    const code = sources
      .filter(({ name }) => name !== 'manager/topic-logger.ts')
      .map(({ source }) => source)
      .join('\n');
    expect(LOG_TOPICS.filter((topic) => !code.includes(`'${topic}')`))).toStrictEqual([]);
  });
});

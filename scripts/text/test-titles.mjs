import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { filesBelow, placeOf } from './lib-program.mjs';
import { titleFault } from './sentence-rules.mjs';

/** Every title of a test that cannot be read alone, with the reason. */
export function faultyTitles() {
  return filesBelow('test', 'spec.ts').flatMap((path) => {
    const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
    return titlesOf(file).flatMap(({ node, blocks, title }) => {
      const fault = titleFault(blocks, title);
      return fault === undefined ? [] : [`${placeOf(node)} ${fault}: ${[...blocks, title].join(' > ')}`];
    });
  });
}

function titlesOf(file) {
  const found = [];
  const visit = (node, blocks) => {
    const { isTest, title } = calledBlock(node);
    if (isTest === true) found.push({ node, blocks, title });
    const inner = isTest === false ? [...blocks, title] : blocks;
    ts.forEachChild(node, (child) => visit(child, inner));
  };
  visit(file, []);
  return found;
}

/** `describe('x', …)`, `it.each(rows)('x', …)`, `describeWithServer(server, 'x', …)`; nothing where the title is not written there. */
function calledBlock(node) {
  if (!ts.isCallExpression(node) || node.arguments.length < 2) return {};
  const [, name] = /^(\w*describe\w*|it|test)\b/i.exec(node.expression.getText()) ?? [];
  const written = node.arguments.find((each) => ts.isStringLiteralLike(each) || ts.isTemplateExpression(each));
  if (name === undefined || written === undefined) return {};
  const title = ts.isStringLiteralLike(written) ? written.text : written.getText().slice(1, -1);
  return { isTest: name === 'it' || name === 'test', title };
}

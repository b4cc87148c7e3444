const GROUPS = ['modules of Node', 'packages', 'files of parent folders', 'files of this folder'];

function groupOf(specifier) {
  if (specifier.startsWith('node:')) return 0;
  if (!specifier.startsWith('.')) return 1;
  return specifier.startsWith('../') ? 2 : 3;
}

/** Runs of imports that may change places: an import for its side effects alone stays where it is, and so do its neighbors. */
function sortableRuns(body) {
  const runs = [[]];
  for (const statement of body) {
    const isSortable = statement.type === 'ImportDeclaration' && statement.specifiers.length > 0;
    if (isSortable) runs.at(-1).push({ statement, group: groupOf(statement.source.value) });
    else runs.push([]);
  }
  return runs;
}

/** Orders imports by how far away they come from; inside a group any order is fine. */
export const importOrder = {
  meta: { fixable: 'code' },
  create(context) {
    return {
      Program({ body }) {
        for (const run of sortableRuns(body)) {
          const index = run.findIndex(({ group }, at) => at > 0 && group < run[at - 1].group);
          if (index < 0) continue;
          context.report({
            node: run[index].statement,
            message: `Sort imports into ${GROUPS.join(', ')}, in this order.`,
            fix: (fixer) => fixer.replaceTextRange(rangeOf(run), sortedText(run, context.sourceCode)),
          });
        }
      },
    };
  },
};

function rangeOf(run) {
  return [run[0].statement.range[0], run.at(-1).statement.range[1]];
}

/** A comment moves with the import below it. */
function sortedText(run, { text }) {
  const pieces = run.map(({ statement: { range }, group }, index) => {
    const start = index === 0 ? range[0] : run[index - 1].statement.range[1];
    return { group, text: text.slice(start, range[1]).trim() };
  });
  return pieces
    .toSorted((one, other) => one.group - other.group)
    .map((piece) => piece.text)
    .join('\n');
}

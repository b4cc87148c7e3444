// Lists what breaks the rules of the language (scripts/text/sentence-rules.mjs): public symbols without a docstring,
// docstrings whose first sentence is incomplete, error codes without a section, test titles that cannot be read alone, percentages with a space.
//   node scripts/lint-text.mjs [PART_OF_A_PATH] [--check]     with --check, a list that is not empty fails
import { libProgram } from './text/lib-program.mjs';
import { faultyDocstrings, undocumentedSymbols } from './text/docstrings.mjs';
import { codesWithoutAnchor } from './text/error-anchors.mjs';
import { spacedPercentages } from './text/spaced-percentages.mjs';
import { faultyTitles } from './text/test-titles.mjs';

const args = process.argv.slice(2);
const isCheck = args.includes('--check');
const part = args.find((arg) => !arg.startsWith('--')) ?? '';

const lib = libProgram();
const lists = {
  'public symbols without a docstring': undocumentedSymbols(lib),
  'docstrings whose first sentence is not a full sentence': faultyDocstrings(lib),
  'error codes without a section in the manual': codesWithoutAnchor(lib),
  'test titles that cannot be read alone': faultyTitles(),
  'percentages with a space': spacedPercentages(),
};

for (const [name, all] of Object.entries(lists)) {
  const faults = all.filter((fault) => fault.split(':')[0].includes(part));
  process.stdout.write([`${name}: ${faults.length}`, ...faults].join('\n  ') + '\n');
  if (isCheck && faults.length > 0) process.exitCode = 1;
}

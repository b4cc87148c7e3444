// Prints the measures of the structure, and fails when one is over its limit: sizes of the files of lib and test, import
// cycles (imports of types included), and the public names of each entry point.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { publicNames } from './public-names.mjs';

const LIMITS = { medianLines: 55, largestLines: 220, testLines: 400 };

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const failures = [];

function filesOf(folder) {
  return readdirSync(join(root, folder), { recursive: true })
    .filter((name) => name.endsWith('.ts') && !name.includes('node_modules'))
    .map((name) => join(root, folder, name));
}

function linesOf(file) {
  return readFileSync(file, 'utf8').trimEnd().split('\n').length;
}

function print(name, value, limit, isWithin = true) {
  const verdict = limit === undefined ? '' : ` (limit ${limit})${isWithin ? '' : ': OVER'}`;
  process.stdout.write(`${name}: ${value}${verdict}\n`);
  if (!isWithin) failures.push(name);
}

function printSizes(lib, tests) {
  const sizes = lib.map((file) => [linesOf(file), relative(root, file)]).toSorted(([a], [b]) => a - b);
  const [median] = sizes[Math.floor(sizes.length / 2)];
  const [largest, largestFile] = sizes.at(-1);
  print('files of lib', sizes.length);
  print('median lines of a file', median, LIMITS.medianLines, median <= LIMITS.medianLines);
  print(`largest file, ${largestFile}`, largest, LIMITS.largestLines, largest <= LIMITS.largestLines);
  const longTests = tests.filter((file) => linesOf(file) > LIMITS.testLines).map((file) => relative(root, file));
  const names = longTests.length === 0 ? '' : `: ${longTests.join(', ')}`;
  print(`test files over ${LIMITS.testLines} lines`, `${longTests.length}${names}`, 0, longTests.length === 0);
}

/** The files of lib that each one imports, for values or for types alone. */
function importGraph(files) {
  return new Map(
    files.map((file) => {
      const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'), true, true);
      const local = importedFiles.filter(({ fileName }) => fileName.startsWith('.'));
      return [file, local.map(({ fileName }) => join(dirname(file), fileName.replace(/\.js$/, '.ts')))];
    }),
  );
}

/** One way back to where it began, for each file that has one. */
function cyclesOf(graph) {
  const done = new Set();
  const cycles = [];
  const visit = (file, path) => {
    const start = path.indexOf(file);
    if (start >= 0) cycles.push([...path.slice(start), file].map((each) => relative(root, each)).join(' -> '));
    if (start >= 0 || done.has(file)) return;
    for (const imported of graph.get(file) ?? []) visit(imported, [...path, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return cycles;
}

const lib = filesOf('lib');
const tests = filesOf('test');
printSizes(lib, tests);
const cycles = cyclesOf(importGraph(lib));
print('import cycles in lib', [cycles.length, ...cycles].join('\n  '), 0, cycles.length === 0);
for (const { name, names } of publicNames()) print(`public names of "${name}"`, names.length);
if (failures.length > 0) process.exitCode = 1;

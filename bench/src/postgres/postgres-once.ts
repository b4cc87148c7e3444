// A process of its own: `postgres-once.js statements|pages|generic URL SCHEMA ROUNDS` prints its times.
import { LOADED_COUNT } from '../many/many-sizes.js';
import { readPages } from './read-pages.js';
import { timeStatements } from './time-statements.js';

const [what = '', url = '', schema = '', rounds = ''] = process.argv.slice(2);
const tasks: Readonly<Record<string, () => Promise<unknown>>> = {
  statements: () => timeStatements(url, schema, LOADED_COUNT, Number(rounds)),
  pages: () => readPages(url, schema, Number(rounds), false),
  generic: () => readPages(url, schema, Number(rounds), true),
};

const task = tasks[what];
if (task === undefined) throw new RangeError(`"${what}" is not one of ${Object.keys(tasks).join(', ')}.`);
console.log(JSON.stringify(await task()));

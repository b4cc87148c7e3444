// Writes the JSON Schema of definition files into the build, from the built parser.
import { writeFileSync } from 'node:fs';
import { definitionsJsonSchema } from '../dist/engine/parse/definitions.schema.js';

const target = new URL('../dist/flags.schema.json', import.meta.url);
writeFileSync(target, `${JSON.stringify(definitionsJsonSchema(), null, 2)}\n`);

import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { definitionsJsonSchema } from '../../lib/engine/parse/definitions.schema.js';

/** The JSON Schema of definition files, compiled to the letter: an unknown or misplaced keyword throws. */
export function definitionsValidator() {
  // Valid, only unusual: a property of an outer schema is required by an inner one.
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true });
  formats.default(ajv);
  return ajv.compile(definitionsJsonSchema());
}

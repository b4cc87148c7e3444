import type { Node, Program } from '@babel/types';
import type { SourcePlace } from '../output/source-place.js';
import { declareStatements } from './declare-statements.js';
import { Scope } from './scope.js';
import type { SourceFile } from './source-file.js';

/** A parsed source file. */
export class SourceModule implements SourceFile {
  readonly file: string;
  readonly program: Program;
  /** The names that are declared at the top of the module. */
  readonly scope: Scope;

  constructor(file: string, program: Program) {
    this.file = file;
    this.program = program;
    this.scope = new Scope(this);
    declareStatements(program.body, this.scope);
  }

  placeOf(node: Node): SourcePlace {
    const { file } = this;
    const start = node.loc?.start;
    return start === undefined ? { file } : { file, line: start.line, column: start.column + 1 };
  }
}

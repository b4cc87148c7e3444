import { parse, type ParserOptions } from '@babel/parser';
import type { Program } from '@babel/types';
import { syntaxProblem, type SourceProblem } from './source-problem.js';

/** The syntax tree of a source file, which may lack parts around an error, and the first error. */
export type ParsedSource =
  | { readonly program: Program; readonly problem: SourceProblem | undefined }
  | { readonly program?: undefined; readonly problem: SourceProblem }; // nothing can be read

/**
 * Parses TypeScript or JavaScript with decorators, on parameters too.
 *
 * Of the parsers that read these, `@babel/parser` is the one in plain JavaScript that is kept up with TypeScript:
 * `typescript` 7 has no JavaScript API, `oxc-parser` and `@swc/core` are native binaries of 10 to 30 MB, and acorn reads
 * TypeScript by a plugin that is not maintained.
 */
export function parseSource(file: string, text: string): ParsedSource {
  try {
    const { program, errors } = parse(text, optionsFor(file));
    const [first] = errors ?? [];
    return { program, problem: first && syntaxProblem(first) };
  } catch (error) {
    return { problem: syntaxProblem(error) };
  }
}

function optionsFor(file: string): ParserOptions {
  const isTypeScript = /\.[cm]?tsx?$/i.test(file);
  const hasJsx = !/\.[cm]?ts$/i.test(file); // in .ts, `<T>value` is a cast
  return {
    sourceType: 'unambiguous',
    errorRecovery: true, // so that a file is searched although the compiler may report errors in it
    allowReturnOutsideFunction: true,
    allowAwaitOutsideFunction: true,
    plugins: [
      'decorators-legacy',
      ...(isTypeScript ? (['typescript'] as const) : []),
      ...(hasJsx ? (['jsx'] as const) : []),
    ],
  };
}

import { dirname, resolve } from 'node:path';
import ts from 'typescript';
import { root } from './code-blocks.js';

/**
 * The compiler's errors for files that exist only in memory, compiled together.
 *
 * @param configuration the file with the options, from the project's folder
 */
export function compileErrors(
  files: readonly { readonly path: string; readonly code: string }[],
  configuration = 'tsconfig.json',
): string[] {
  const configPath = resolve(root, configuration);
  const { config } = ts.readConfigFile(configPath, (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, dirname(configPath));
  const code = new Map(files.map((file) => [file.path, file.code]));
  const host = ts.createCompilerHost(options);
  const disk = ts.createCompilerHost(options);
  // A folder need not exist: TypeScript still looks for imported files in it.
  delete host.directoryExists;
  host.fileExists = (path) => code.has(path) || disk.fileExists(path);
  host.readFile = (path) => code.get(path) ?? disk.readFile(path);
  host.getSourceFile = (path, ...rest) => {
    const text = code.get(path);
    return text === undefined ? disk.getSourceFile(path, ...rest) : ts.createSourceFile(path, text, rest[0]);
  };
  const program = ts.createProgram([...code.keys()], options, host);
  return [...code.keys()].flatMap((path) => {
    const source = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText }) => `${path}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    );
  });
}

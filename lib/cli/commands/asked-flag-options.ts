import { Option, type Command } from 'commander';
import { instant } from './option-values.js';

/** Adds the arguments and options of a command that evaluates one flag. */
export function withAskedFlag(command: Command): Command {
  return command
    .argument('<file>', 'a flag file')
    .argument('<key>', 'the key of a flag')
    .option('--context <json>', 'the user, such as {"userId":"ada","userAttributes":{"plan":"beta"}} (default: nobody)')
    .option('--context-file <file>', 'a JSON file with the user')
    .option('--at <time>', 'the time to evaluate for (default: the current time)', instant)
    .addOption(new Option('--format <format>', 'how the answer is written').choices(['text', 'json']).default('text'));
}

import { nearestName } from '../internal/nearest-name.js';
import { quoted } from '../internal/shown-text.js';

/**
 * Names undefined flags, each with the most similar known key.
 *
 * @param subject the beginning of the sentence, such as `The test has evaluated`
 */
export function unknownFlagsMessage(subject: string, unknown: readonly string[], known: readonly string[]): string {
  const names = unknown.map((key) => {
    const nearest = nearestName(key, known);
    return nearest === undefined ? quoted(key) : `${quoted(key)} (did you mean "${nearest}"?)`;
  });
  return `${subject} flags that no running application of this process defines: ${names.join(', ')}.`;
}

// The rules of the language that a machine can check. Each function returns what is wrong with a text, or undefined.

/**
 * A docstring is read alone, on hover: its first sentence begins with a capital letter, a digit or code, ends with a full
 * stop, and opens with its subject or its verb. Nouns and properties are described by a noun phrase ("The key of the flag.",
 * "Whether the flag is on."), as in the documentation of TypeScript and Nest. Functions and methods that users call are
 * described by a verb in the third person ("Returns the flag.").
 */
const FRAGMENTS =
  /^(?:Likewise|Also|And|But|Or|Nor|So|Because|Than|Such|If|Of|To|As|By|For|From|In|Into|On|Up|At|With|Without|About|Through|Until|Unlike|It|Its|They|That|These|Those|Who|Whom|Whose|Whoever|What|Whatever|Which)\b/;
const CLAUSES = /^(?:How|Why|Where|When|Whether)\b/;
const VERBS = /^(?:[A-Z][a-z]+s|Whether|Does|Is|Has|Can)(?=[\s,:]|$)/;
const NOUNS =
  /^(?:Options|Flags|Definitions|Entries|Conditions|Operators|Keys|Values|Names|Units|Sources|Its|Items)\s+(?:of|that|in|for)\b/;

/** Words that were in use here and that make a native reader stumble. Titles and docstrings are searched for them. */
const ODD_WORDS =
  /\b(?:misfits?|mend(?:s|ed|ing)?|unawares|o'clock|whoever|whomever|whosoever|likewise|nobody knows|is had|are had|has been had|be it|for who|is out of|are out of|unheard|heard|hears?|due work|in vain|thereof|therein|hereby|whilst|amongst|upon)\b/i;

/**
 * @param {string} text the text of a docstring, without its tags
 * @param {'callable' | 'type' | 'value'} kind
 * @param {{ isPublic?: boolean }} [options]
 */
export function docstringFault(text, kind, { isPublic = false } = {}) {
  const [paragraph = ''] = text.trim().split(/\n\s*\n|\n\s*[-*] /);
  if (paragraph === '') return 'is empty';
  if (!/^[A-Z0-9`"'[{(@$]/.test(paragraph)) return 'does not begin with a capital letter';
  if (!/[.:?!][)"'`]*$/.test(paragraph)) return 'does not end with a full stop';
  const fragment = FRAGMENTS.exec(paragraph);
  if (fragment !== null) return `begins with "${fragment[0]}", which is a fragment without what stands before it`;
  if (kind === 'type' && CLAUSES.test(paragraph)) return 'is a clause: name what the type is';
  if (kind === 'callable' && isPublic && (!VERBS.test(paragraph) || NOUNS.test(paragraph))) {
    return 'does not begin with a verb in the third person, such as "Returns"';
  }
  return oddWord(text);
}

/**
 * Whether a member must be described. One that may only be `undefined` excludes a name from a form of a union
 * (`from?: undefined`): it tells users nothing.
 *
 * @param {string} source the member's declaration
 */
export function needsDocstring(source) {
  return !/\?: undefined;?$/.test(source);
}

/** The first word of a text that is on the list. */
function oddWord(text) {
  const found = ODD_WORDS.exec(text);
  return found === null ? undefined : `contains "${found[0]}"`;
}

/**
 * Whether a line has a space between a number, or the end of a `${…}`, and its percent sign.
 *
 * @param {string} line
 */
export function hasSpacedPercentage(line) {
  return /[\d}] %(?!\w)/.test(line);
}

const CONTINUATIONS =
  /^(?:and|or|but|because|so|than|that|of|who|whose|whom|which|such|its|it|they|them|this|these|those|also|too|likewise)\b/;
const VERB_IN_TITLE =
  /\b(?:is|are|was|were|has|have|do|can|cannot|may|must|will|would|needs?|let|accept|end|keep|reject|return|set|throw|[a-z]{2,}s)\b/;

/**
 * The titles of a test and of the blocks around it are one sentence that says what the code does: the blocks name the subject or
 * the condition, the title of the test begins with the verb, a new subject or its object.
 *
 * @param {readonly string[]} blocks the titles of the blocks around the test
 * @param {string} title
 */
export function titleFault(blocks, title) {
  const sentence = [...blocks, title].join(' ');
  if (blocks.length === 0 && /^[a-z]/.test(title)) return 'names no subject';
  if (/^works\b|\bworks(?: as expected| correctly)?$/.test(title)) return 'says "works" and not what it does';
  const continuation = CONTINUATIONS.exec(title);
  if (continuation !== null) return `begins with "${continuation[0]}", in the middle of a clause`;
  if (sentence.split(/\s+/).length < 3) return 'has fewer than three words';
  if (!VERB_IN_TITLE.test(sentence)) return 'has no verb';
  return oddWord(sentence);
}

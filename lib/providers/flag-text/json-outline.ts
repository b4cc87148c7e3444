import { endOfJsonString, jsonStringValue } from './json-string.js';
import { duplicateKey, invalidJson } from './parse-json-text.js';
import type { TextProblem } from './parsed-text.js';
import { skimJsonValue, type SkimmedValue } from './skim-json-value.js';

const [QUOTE, COMMA, COLON, OPEN_OBJECT, CLOSE_OBJECT] = [0x22, 0x2c, 0x3a, 0x7b, 0x7d];

/** The positions of a name and its value in a text. */
export interface JsonMember extends SkimmedValue {
  readonly nameAt: number;
  readonly start: number;
}

/** The members of one object in a text, by name. */
export type JsonMembers = Map<string, JsonMember>;

/**
 * Finds the positions of the members of a JSON object, and of some nested objects, without parsing their values, so
 * that unchanged values can be skipped. It finds one member at a time, so that other work can be done in between.
 */
export class JsonOutline {
  /** The members of the outermost object; empty if the text contains something else. */
  readonly members: JsonMembers = new Map();
  /** The members of each section that is an object. */
  readonly sections = new Map<string, JsonMembers>();
  readonly #text: string;
  readonly #sectionNames: ReadonlySet<string>;
  readonly #open: JsonMembers[] = [];
  #due: 'root' | 'first name' | 'name' | 'separator' = 'root';
  #at = 0;
  #problem: TextProblem | undefined;

  /** @param sections names of members of the outermost object whose own members are found */
  constructor(text: string, sections: ReadonlySet<string>) {
    this.#text = text;
    this.#sectionNames = sections;
  }

  /** Whether the text begins like an object. */
  get isObject(): boolean {
    return this.#due !== 'root';
  }

  /** The first syntax error outside the values; it comes after all members that were found. */
  get problem(): TextProblem | undefined {
    return this.#problem;
  }

  /** Finds the next member; `false` at the end of the text, or at a problem. */
  advance(): boolean {
    for (;;) {
      const code = this.#next();
      const members = this.#open.at(-1);
      if (members === undefined) {
        if (this.#due === 'separator') return Number.isNaN(code) ? false : this.#refuse(invalidJson(this.#at));
        if (code !== OPEN_OBJECT) return false;
        this.#enter(this.members);
      } else if (code === CLOSE_OBJECT && this.#due !== 'name') {
        this.#open.pop();
        this.#due = 'separator';
        this.#at++;
      } else if (this.#due !== 'separator') {
        return this.#member(members);
      } else if (code === COMMA) {
        this.#due = 'name';
        this.#at++;
      } else return this.#refuse(invalidJson(this.#at));
    }
  }

  #member(members: JsonMembers): boolean {
    const text = this.#text;
    const nameAt = this.#at;
    if (text.charCodeAt(nameAt) !== QUOTE) return this.#refuse(invalidJson(nameAt));
    const endOfName = endOfJsonString(text, nameAt);
    if (endOfName < 0) return this.#refuse(invalidJson(-1 - endOfName));
    const name = jsonStringValue(text, nameAt, endOfName);
    const first = members.get(name);
    if (first !== undefined) return this.#refuse(duplicateKey(first.nameAt, nameAt));
    this.#at = endOfName;
    if (this.#next() !== COLON) return this.#refuse(invalidJson(this.#at));
    this.#at++;
    const code = this.#next();
    const start = this.#at;
    if (members === this.members && code === OPEN_OBJECT && this.#sectionNames.has(name)) {
      members.set(name, { nameAt, start, end: start, names: 0, hasLongWords: false });
      const section: JsonMembers = new Map();
      this.sections.set(name, section);
      this.#enter(section);
      return true;
    }
    const { end, names, hasLongWords } = skimJsonValue(text, start);
    members.set(name, { nameAt, start, end, names, hasLongWords });
    this.#at = end;
    this.#due = 'separator';
    return true;
  }

  #enter(members: JsonMembers): void {
    this.#open.push(members);
    this.#due = 'first name';
    this.#at++;
  }

  #refuse(problem: TextProblem): false {
    this.#problem = problem;
    return false;
  }

  /** The next character that is not white space; NaN at the end. */
  #next(): number {
    for (; ; this.#at++) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return code;
    }
  }
}

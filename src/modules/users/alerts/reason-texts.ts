import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { IntlMessageFormat } from 'intl-messageformat';
import type { ReasonValues } from '../../../common/errors/because.js';
import { wordingOf, type Wording } from '../../../common/errors/wording.js';
import { packageRoot } from '../../../common/package-root.js';

/** Sentences of reasons by language, as ICU messages: those of the console, written by the build. English is the text itself. */
const FILE = join(packageRoot(), 'dist', 'reason-texts.json');
const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

type Sentences = Readonly<Record<string, string>>;

/** Reasons in the languages of people: for what leaves the server by itself, such as pushes and e-mails. */
@Injectable()
export class ReasonTexts {
  private readonly sentences: Readonly<Record<string, Sentences>>;

  constructor() {
    this.sentences = existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, Sentences>) : {};
  }

  /** A stored text in a language, by its wording; the text itself where it has none, or the language none for its reason. */
  say(text: string, stored: Wording | null, language: string): string {
    const wording = wordingOf(text, stored);
    return wording === null ? text : (this.sentenceOf(wording.reason, wording.values, language) ?? text);
  }

  private sentenceOf(reason: string, values: ReasonValues, language: string): string | null {
    const sentence = this.sentences[language]?.[reason];
    if (sentence === undefined) return null;
    const shown: Record<string, string | number> = {};
    for (const [name, value] of Object.entries(values)) shown[name] = this.shown(value, language);
    return String(new IntlMessageFormat(sentence, language).format(shown));
  }

  /** A sentence within the sentence, a time (in UTC: where people are nobody knows here), a text or a number. */
  private shown(value: ReasonValues[string], language: string): string | number {
    if (typeof value === 'object') return this.sentenceOf(value.reason, value.values, language) ?? value.message;
    if (typeof value === 'number' || !TIME.test(value)) return value;
    const options = { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' } as const;
    return `${new Intl.DateTimeFormat(language, options).format(new Date(value))} UTC`;
  }
}

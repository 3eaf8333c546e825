import type { DataFieldType } from './data-model.js';
import type { FieldValue, Money } from './record-values.js';

/** Yes and no in the languages that templates are mostly written in; elsewhere signs that everybody reads. */
const YES_NO: Record<string, [string, string]> = {
  en: ['Yes', 'No'],
  de: ['Ja', 'Nein'],
  es: ['Sí', 'No'],
  fr: ['Oui', 'Non'],
  it: ['Sì', 'No'],
  pt: ['Sim', 'Não'],
  nl: ['Ja', 'Nee'],
  pl: ['Tak', 'Nie'],
  tr: ['Evet', 'Hayır'],
  id: ['Ya', 'Tidak'],
  ar: ['نعم', 'لا'],
  hi: ['हाँ', 'नहीं'],
  ru: ['Да', 'Нет'],
};

/** How a value reads in a template's language (Meta's code, such as pt_BR). Never has a line break or a tab. */
export function formatValue(type: DataFieldType, value: FieldValue, language: string): string {
  return onOneLine(format(type, value, language.replaceAll('_', '-')));
}

/** Meta refuses parameters with line breaks, tabs, or more than four spaces in a row. */
export function onOneLine(text: string): string {
  return text
    .trim()
    .replaceAll(/[\n\r\u0085\u2028\u2029]+/g, '\n')
    .replaceAll(/[\t\v\f ]+/g, ' ')
    .replaceAll(/ ?\n\s*/g, ', ');
}

function format(type: DataFieldType, value: FieldValue, locale: string): string {
  switch (type) {
    case 'MONEY': {
      const { amount, currency } = value as Money;
      return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(decimal(amount));
    }
    case 'NUMBER':
      return new Intl.NumberFormat(locale, { maximumFractionDigits: 20 }).format(decimal(value as number | string));
    case 'BOOLEAN': {
      const [yes, no] = YES_NO[locale.split('-')[0] ?? ''] ?? ['✓', '✗'];
      return value === true ? yes : no;
    }
    case 'DATE':
      return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(
        new Date(`${String(value)}T00:00:00Z`),
      );
    case 'DATETIME':
      return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(
        wallClockTime(String(value)),
      );
    case 'TEXT':
    case 'PHONE':
    case 'EMAIL':
    case 'URL':
    case 'RELATION':
      return String(value);
  }
}

/** The clock on the wall where the time was written: the offset says where that is, and the reader is there. */
function wallClockTime(text: string): Date {
  return new Date(text.replace(/(Z|[+-]\d{2}:\d{2})$/, 'Z'));
}

/** Intl reads decimal texts digit by digit, without rounding them through a float. */
function decimal(value: number | string): number {
  return value as number;
}

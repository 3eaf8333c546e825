import { isRecord, textOf, type JsonRecord } from '../json.js';

/** What a webhook reports of a template's components: texts and buttons, without examples. Null: it says nothing of it. */
export interface ReportedComponents {
  header: string | null;
  body: string;
  footer: string | null;
  buttons: ReportedButton[] | null;
}

export interface ReportedButton {
  /** Meta's type, such as URL. */
  type: string;
  text: string | null;
  url: string | null;
  phoneNumber: string | null;
}

/** Components as Meta has them after a report: what it says replaces what was there, and what it does not say stays. */
export function componentsAfterReport(remote: readonly JsonRecord[], reported: ReportedComponents): JsonRecord[] {
  const after = [
    ...textComponent(remote, 'HEADER', reported.header ?? headerText(remote)),
    ...textComponent(remote, 'BODY', reported.body),
    ...textComponent(remote, 'FOOTER', reported.footer),
    ...buttonsComponent(remote, reported.buttons),
  ];
  const reportedTypes = new Set(['HEADER', 'BODY', 'FOOTER', 'BUTTONS']);
  return [...after, ...remote.filter((component) => !reportedTypes.has(typeOf(component)))];
}

/** A header that is no text is not reported; it stays unless a text has come in its place. */
function textComponent(remote: readonly JsonRecord[], type: string, text: string | null): JsonRecord[] {
  const existing = remote.find((component) => typeOf(component) === type);
  if (text === null) return type === 'HEADER' && existing !== undefined ? [existing] : [];
  if (existing?.text === text) return [existing];
  const isOtherHeader = type === 'HEADER' && existing !== undefined && formatOf(existing) !== 'TEXT';
  const format = type === 'HEADER' ? { format: 'TEXT' } : {};
  return [{ ...(isOtherHeader ? {} : existing), type, ...format, text }];
}

function buttonsComponent(remote: readonly JsonRecord[], buttons: ReportedButton[] | null): JsonRecord[] {
  const existing = remote.find((component) => typeOf(component) === 'BUTTONS');
  if (buttons === null) return existing === undefined ? [] : [existing];
  if (buttons.length === 0) return [];
  const known = Array.isArray(existing?.buttons) ? existing.buttons.filter(isRecord) : [];
  const free = new Set(known);
  return [
    {
      ...existing,
      type: 'BUTTONS',
      buttons: buttons.map((button) => {
        const same = [...free].find((candidate) => isSame(candidate, button));
        if (same !== undefined) free.delete(same);
        return {
          ...same,
          type: button.type,
          ...(button.text === null ? {} : { text: button.text }),
          ...(button.url === null ? {} : { url: button.url }),
          ...(button.phoneNumber === null ? {} : { phone_number: button.phoneNumber }),
        };
      }),
    },
  ];
}

function isSame(existing: JsonRecord, { type, text }: ReportedButton): boolean {
  return typeOf(existing) === type.toUpperCase() && textOf(existing, 'text') === text;
}

function headerText(remote: readonly JsonRecord[]): string | null {
  const existing = remote.find((component) => typeOf(component) === 'HEADER');
  return existing !== undefined && formatOf(existing) === 'TEXT' ? textOf(existing, 'text') : null;
}

function typeOf(component: JsonRecord): string {
  return (textOf(component, 'type') ?? '').toUpperCase();
}

function formatOf(component: JsonRecord): string {
  return (textOf(component, 'format') ?? '').toUpperCase();
}

import type { Problem } from '../../../common/errors/domain-error.js';
import { hasVisible } from '../../../common/text/visible-text.js';
import type {
  OutgoingContents,
  OutgoingInteractive,
  InteractiveOption,
} from '../../../whatsapp/messages/outgoing-content.js';

/** Meta's limits, in characters and entries. */
const LIMITS = {
  text: 4_096,
  caption: 1_024,
  contacts: 5,
  header: 60,
  footer: 60,
  body: 1_024,
  listBody: 4_096,
  buttons: 3,
  buttonId: 256,
  buttonTitle: 20,
  listButton: 20,
  sections: 10,
  sectionTitle: 24,
  rows: 10,
  rowId: 200,
  rowTitle: 24,
  rowDescription: 72,
  urlText: 20,
} as const;

export function textProblems({ body }: OutgoingContents['TEXT'], path: string[]): Problem[] {
  return filledIn(body, LIMITS.text, [...path, 'body']);
}

export function captionProblems({ mediaKind, caption }: OutgoingContents['MEDIA'], path: string[]): Problem[] {
  if (caption === null) return [];
  const at = [...path, 'caption'];
  if (!['IMAGE', 'VIDEO', 'DOCUMENT'].includes(mediaKind)) {
    const message = 'WhatsApp shows a caption only under images, videos and documents. Send the text as a message.';
    return [{ code: 'INVALID_INPUT', message, path: at }];
  }
  return notTooLong(caption, LIMITS.caption, at);
}

export function locationProblems({ latitude, longitude }: OutgoingContents['LOCATION'], path: string[]): Problem[] {
  return [...within(latitude, 90, [...path, 'latitude']), ...within(longitude, 180, [...path, 'longitude'])];
}

export function contactsProblems({ contacts }: OutgoingContents['CONTACTS'], path: string[]): Problem[] {
  return [
    ...countProblems(contacts.length, LIMITS.contacts, path),
    ...contacts.flatMap(({ formattedName }, index) =>
      !hasVisible(formattedName) ? [required([...path, String(index), 'formattedName'])] : [],
    ),
  ];
}

export function interactiveProblems(content: OutgoingInteractive, path: string[]): Problem[] {
  const { interactiveKind, header, body, footer } = content;
  const isList = interactiveKind === 'LIST';
  return [
    ...(header === null ? [] : filledIn(header, LIMITS.header, [...path, 'header'])),
    ...filledIn(body, isList ? LIMITS.listBody : LIMITS.body, [...path, 'body']),
    ...(footer === null ? [] : filledIn(footer, LIMITS.footer, [...path, 'footer'])),
    ...kindProblems(content, path),
  ];
}

function kindProblems(content: OutgoingInteractive, path: string[]): Problem[] {
  switch (content.interactiveKind) {
    case 'BUTTONS':
      return buttonProblems(content.buttons, [...path, 'buttons']);
    case 'LIST':
      return listProblems(content, path);
    case 'CALL_TO_ACTION':
      return [
        ...filledIn(content.urlText ?? '', LIMITS.urlText, [...path, 'urlText']),
        ...urlProblems(content.url, [...path, 'url']),
      ];
    case 'LOCATION_REQUEST':
      return content.header === null && content.footer === null
        ? []
        : [
            {
              code: 'INVALID_INPUT',
              message: 'A request for the location has a body only.',
              path: [...path, content.header === null ? 'footer' : 'header'],
            },
          ];
  }
}

function buttonProblems(buttons: readonly InteractiveOption[], path: string[]): Problem[] {
  return [
    ...countProblems(buttons.length, LIMITS.buttons, path),
    ...buttons.flatMap(({ id, title, description }, index) => {
      const at = [...path, String(index)];
      return [
        ...filledIn(id, LIMITS.buttonId, [...at, 'optionId']),
        ...filledIn(title, LIMITS.buttonTitle, [...at, 'title']),
        ...(description === null
          ? []
          : [invalid('A button has no description; rows of a list have.', [...at, 'description'])]),
      ];
    }),
    ...duplicates(buttons, 'id', path),
    ...duplicates(buttons, 'title', path),
  ];
}

function listProblems({ listButton, sections }: OutgoingInteractive, path: string[]): Problem[] {
  const at = [...path, 'sections'];
  const rows = sections.flatMap((section) => section.rows);
  return [
    ...filledIn(listButton ?? '', LIMITS.listButton, [...path, 'listButton']),
    ...countProblems(sections.length, LIMITS.sections, at),
    ...(rows.length > LIMITS.rows
      ? [tooMany(`At most ${LIMITS.rows} rows in all sections together, please.`, LIMITS.rows, at)]
      : []),
    ...sections.flatMap(({ title, rows: own }, index) => {
      const sectionPath = [...at, String(index)];
      return [
        ...(sections.length > 1 || title !== null
          ? filledIn(title ?? '', LIMITS.sectionTitle, [...sectionPath, 'title'])
          : []),
        ...(own.length === 0 ? [required([...sectionPath, 'rows'])] : []),
        ...own.flatMap((row, position) => rowProblems(row, [...sectionPath, 'rows', String(position)])),
      ];
    }),
    ...duplicates(rows, 'id', at),
  ];
}

function rowProblems({ id, title, description }: InteractiveOption, path: string[]): Problem[] {
  return [
    ...filledIn(id, LIMITS.rowId, [...path, 'optionId']),
    ...filledIn(title, LIMITS.rowTitle, [...path, 'title']),
    ...(description === null ? [] : notTooLong(description, LIMITS.rowDescription, [...path, 'description'])),
  ];
}

function urlProblems(url: string | null, path: string[]): Problem[] {
  if (url === null || url.trim() === '') return [required(path)];
  const isUrl = URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
  return isUrl
    ? []
    : [{ code: 'INVALID_FORMAT', message: 'Write a whole address, such as https://shop.example.', path }];
}

function filledIn(text: string, limit: number, path: string[]): Problem[] {
  return hasVisible(text) ? notTooLong(text, limit, path) : [required(path)];
}

function notTooLong(text: string, limit: number, path: string[]): Problem[] {
  return text.length <= limit ? [] : [tooMany(`At most ${limit} characters, please.`, limit, path)];
}

function countProblems(count: number, limit: number, path: string[]): Problem[] {
  if (count === 0) return [required(path)];
  return count <= limit ? [] : [tooMany(`At most ${limit} of these, please.`, limit, path)];
}

function within(degrees: number, max: number, path: string[]): Problem[] {
  return Math.abs(degrees) <= max ? [] : [invalid(`From -${max} to ${max} degrees.`, path)];
}

function duplicates(options: readonly InteractiveOption[], key: 'id' | 'title', path: string[]): Problem[] {
  const values = options.map((option) => option[key]);
  const isTwice = values.some((value, index) => values.indexOf(value) !== index);
  const field = key === 'id' ? 'optionId' : key;
  return isTwice ? [{ code: 'DUPLICATE', message: `Two of these have the same ${field}.`, path }] : [];
}

function required(path: string[]): Problem {
  return { code: 'REQUIRED', message: 'Please fill this in.', path };
}

function invalid(message: string, path: string[]): Problem {
  return { code: 'INVALID_INPUT', message, path };
}

function tooMany(message: string, limit: number, path: string[]): Problem {
  return { code: 'TOO_LONG', message, path, limit };
}

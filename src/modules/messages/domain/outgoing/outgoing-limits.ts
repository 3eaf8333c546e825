import type { Problem } from '../../../../common/errors/domain-error.js';
import type {
  InteractiveFrame,
  InteractiveOption,
  PlainInteractiveKind,
} from '../../../../whatsapp/messages/interactive/interactive-content.js';
import type { OutgoingContents } from '../../../../whatsapp/messages/outgoing-content.js';
import {
  countProblems,
  distinct,
  filledIn,
  filledInIfGiven,
  invalid,
  notTooLong,
  required,
  tooMany,
  webAddress,
  within,
} from './limit-checks.js';
import { because } from '../../../../common/errors/because.js';

/** Meta's limits, in characters and entries. */
const LIMITS = {
  text: 4_096,
  caption: 1_024,
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
    return [{ code: 'INVALID_INPUT', ...because('CAPTION_NOT_SHOWN'), path: at }];
  }
  return notTooLong(caption, LIMITS.caption, at);
}

export function locationProblems({ latitude, longitude }: OutgoingContents['LOCATION'], path: string[]): Problem[] {
  return [...within(latitude, 90, [...path, 'latitude']), ...within(longitude, 180, [...path, 'longitude'])];
}

type PlainInteractive = InteractiveFrame & { interactiveKind: PlainInteractiveKind };

/** Problems of buttons, lists, links and questions for the location. */
export function interactiveProblems(content: PlainInteractive, path: string[]): Problem[] {
  const { interactiveKind, header, body, footer } = content;
  const isList = interactiveKind === 'LIST';
  return [
    ...headerProblems(content, path),
    ...filledInIfGiven(header, LIMITS.header, [...path, 'header']),
    ...filledIn(body, isList ? LIMITS.listBody : LIMITS.body, [...path, 'body']),
    ...filledInIfGiven(footer, LIMITS.footer, [...path, 'footer']),
    ...kindProblems(content, path),
  ];
}

/** A text or a file stands above the body, not both; above lists and questions, no file. */
function headerProblems({ interactiveKind, header, headerMedia }: PlainInteractive, path: string[]): Problem[] {
  if (headerMedia == null) return [];
  if (header !== null) return [invalid(because('HEADER_TWO_WAYS'), [...path, 'header'])];
  const takesFiles = interactiveKind === 'BUTTONS' || interactiveKind === 'CALL_TO_ACTION';
  return takesFiles ? [] : [invalid(because('HEADER_FILE_NOT_THERE'), [...path, 'headerMediaId'])];
}

function kindProblems(content: PlainInteractive, path: string[]): Problem[] {
  switch (content.interactiveKind) {
    case 'BUTTONS':
      return buttonProblems(content.buttons, LIMITS.buttons, [...path, 'buttons']);
    case 'LIST':
      return listProblems(content, path);
    case 'CALL_TO_ACTION':
      return linkProblems(content, path);
    case 'LOCATION_REQUEST':
      return content.header === null && content.footer === null
        ? []
        : [invalid(because('LOCATION_REQUEST_BODY_ONLY'), [...path, content.header === null ? 'footer' : 'header'])];
  }
}

export function linkProblems({ url, urlText }: Pick<InteractiveFrame, 'url' | 'urlText'>, path: string[]): Problem[] {
  return [...filledIn(urlText ?? '', LIMITS.urlText, [...path, 'urlText']), ...webAddress(url, [...path, 'url'])];
}

export function buttonProblems(buttons: readonly InteractiveOption[], most: number, path: string[]): Problem[] {
  return [
    ...countProblems(buttons.length, most, path),
    ...buttons.flatMap(({ id, title, description }, index) => {
      const at = [...path, String(index)];
      return [
        ...filledIn(id, LIMITS.buttonId, [...at, 'optionId']),
        ...filledIn(title, LIMITS.buttonTitle, [...at, 'title']),
        ...(description === null ? [] : [invalid(because('BUTTON_WITH_DESCRIPTION'), [...at, 'description'])]),
      ];
    }),
    ...distinct(
      buttons.map(({ id }) => id),
      'optionId',
      path,
    ),
    ...distinct(
      buttons.map(({ title }) => title),
      'title',
      path,
    ),
  ];
}

function listProblems({ listButton, sections }: InteractiveFrame, path: string[]): Problem[] {
  const at = [...path, 'sections'];
  const rows = sections.flatMap((section) => section.rows);
  return [
    ...filledIn(listButton ?? '', LIMITS.listButton, [...path, 'listButton']),
    ...countProblems(sections.length, LIMITS.sections, at),
    ...(rows.length > LIMITS.rows ? [tooMany(because('TOO_MANY_ROWS', { limit: LIMITS.rows }), LIMITS.rows, at)] : []),
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
    ...distinct(
      rows.map(({ id }) => id),
      'optionId',
      at,
    ),
  ];
}

function rowProblems({ id, title, description }: InteractiveOption, path: string[]): Problem[] {
  return [
    ...filledIn(id, LIMITS.rowId, [...path, 'optionId']),
    ...filledIn(title, LIMITS.rowTitle, [...path, 'title']),
    ...(description === null ? [] : notTooLong(description, LIMITS.rowDescription, [...path, 'description'])),
  ];
}

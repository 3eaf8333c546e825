import {
  fillPlaceholders,
  placeholderKey,
  type Placeholder,
  type TemplateButton,
  type TemplateContent,
} from '../templates/template-content.js';

/** A template with its values, as the customer reads it. */
export interface RenderedTemplate {
  header: string | null;
  body: string;
  footer: string | null;
  /** Labels. */
  buttons: string[];
  /** Where each button leads: an address, a number or a code; null where it answers. */
  buttonTargets: (string | null)[];
}

export function renderTemplate(content: TemplateContent, texts: ReadonlyMap<string, string>): RenderedTemplate {
  const value = (position: Omit<Placeholder, 'name'>) => (name: string) =>
    texts.get(placeholderKey({ ...position, name })) ?? `{{${name}}}`;
  const plain = { buttonIndex: null, cardIndex: null };
  const { header, body, footer, buttons, cards, limitedTimeOffer } = content;
  const cardTexts = cards.map((card, cardIndex) =>
    fillPlaceholders(card.body ?? '', value({ placement: 'BODY', buttonIndex: null, cardIndex })),
  );
  return {
    header: header.text === null ? null : fillPlaceholders(header.text, value({ placement: 'HEADER', ...plain })),
    body: [limitedTimeOffer?.text, fillPlaceholders(body, value({ placement: 'BODY', ...plain })), ...cardTexts]
      .filter((text) => text !== undefined && text !== '')
      .join('\n'),
    footer,
    buttons: [...buttons, ...cards.flatMap((card) => card.buttons)].map(labelOf),
    buttonTargets: [
      ...buttons.map((button, buttonIndex) =>
        targetOf(button, value({ placement: 'BUTTON', buttonIndex, cardIndex: null })),
      ),
      ...cards.flatMap((card, cardIndex) =>
        card.buttons.map((button, buttonIndex) =>
          targetOf(button, value({ placement: 'BUTTON', buttonIndex, cardIndex })),
        ),
      ),
    ],
  };
}

const FIXED_LABELS: Partial<Record<TemplateButton['type'], string>> = {
  COPY_CODE: 'Copy offer code',
  ONE_TIME_PASSWORD: 'Copy code',
  CATALOG: 'View catalog',
  MULTI_PRODUCT: 'View items',
};

function labelOf({ text, type }: TemplateButton): string {
  return text ?? FIXED_LABELS[type] ?? type;
}

function targetOf({ type, url, phoneNumber }: TemplateButton, value: (name: string) => string): string | null {
  if (type === 'VISIT_WEBSITE') return url === null ? null : fillPlaceholders(url, value);
  if (type === 'CALL_NUMBER') return phoneNumber;
  return type === 'COPY_CODE' ? value('1') : null;
}

import type { MetaJson, RenderedButton, SimMessage } from '../../../../src/simulator/control-api';
import { safeHref } from '../../../src/chat/text/formatting';
import { listIn, textIn } from './meta-json';

/** What a customer writes by choosing something: a type, and what Meta puts under its name. */
export interface Written {
  type: string;
  /** A list for contact cards. */
  content: MetaJson | MetaJson[];
}

export interface ListRow {
  title: string;
  description: string | null;
  written: Written;
}

/** Something in a message on which one can tap. */
export type Tap =
  | { kind: 'ANSWER'; title: string; written: Written }
  | { kind: 'LIST'; title: string; sections: { title: string | null; rows: ListRow[] }[] }
  /** `href` is null where the address may not be opened. */
  | { kind: 'LINK'; title: string; address: string; href: string | null }
  | { kind: 'COPY'; title: string; text: string }
  /** `token` comes back with the answer. */
  | { kind: 'FORM'; title: string; token: string | null }
  | { kind: 'LOCATION' | 'NOTHING'; title: string };

/** What can be chosen in a message of the business. */
export function tapsOf({ type, body, template }: SimMessage): Tap[] {
  if (template !== undefined) return template.buttons.map(tapOfButton);
  if (type !== 'interactive') return [];
  const action = (body.action ?? {}) as MetaJson;
  switch (body.type) {
    case 'button':
      return listIn(action.buttons).map(({ reply }) => {
        const { id, title } = reply as MetaJson;
        return { kind: 'ANSWER', title: String(title), written: interactiveReply('button_reply', { id, title }) };
      });
    case 'list':
      return [{ kind: 'LIST', title: textIn(action.button) ?? '', sections: listIn(action.sections).map(sectionOf) }];
    case 'cta_url': {
      const { display_text: title, url } = (action.parameters ?? {}) as MetaJson;
      return [linkTo(String(title), String(url))];
    }
    case 'location_request_message':
      return [{ kind: 'LOCATION', title: '' }];
    case 'flow': {
      const { flow_cta: title, flow_token: token } = (action.parameters ?? {}) as MetaJson;
      return [{ kind: 'FORM', title: String(title), token: textIn(token) }];
    }
    case 'voice_call':
      return [{ kind: 'NOTHING', title: textIn((action.parameters as MetaJson | undefined)?.display_text) ?? '📞' }];
    case 'carousel':
      return listIn(action.cards).flatMap(tapsOfCard);
    default:
      return [];
  }
}

/** The buttons of a card, or its link. */
function tapsOfCard({ action }: MetaJson): Tap[] {
  const { buttons, parameters } = (action ?? {}) as MetaJson;
  if (parameters !== undefined) {
    const { display_text: title, url } = parameters as MetaJson;
    return [linkTo(String(title), String(url))];
  }
  return listIn(buttons).map(({ quick_reply: reply }) => {
    const { id, title } = reply as MetaJson;
    return { kind: 'ANSWER', title: String(title), written: interactiveReply('button_reply', { id, title }) };
  });
}

/** The buttons of a template, or of one of its cards. */
export function tapOfButton({ type, text, value }: RenderedButton): Tap {
  switch (type) {
    case 'QUICK_REPLY':
      return { kind: 'ANSWER', title: text, written: { type: 'button', content: { payload: value, text } } };
    case 'URL':
      return linkTo(text, value);
    case 'PHONE_NUMBER':
    case 'COPY_CODE':
    case 'OTP':
      return { kind: 'COPY', title: text, text: value };
    case 'FLOW':
      return { kind: 'FORM', title: text, token: null };
    default:
      return { kind: 'NOTHING', title: text };
  }
}

/** What a form answers, as Meta sends it. */
export function formAnswer(answers: Record<string, string>, token: string | null = null): Written {
  const response = JSON.stringify({ flow_token: token ?? 'unused', ...answers });
  return {
    type: 'interactive',
    content: { type: 'nfm_reply', nfm_reply: { name: 'flow', body: 'Sent', response_json: response } },
  };
}

function sectionOf({ title, rows }: MetaJson): { title: string | null; rows: ListRow[] } {
  return {
    title: textIn(title),
    rows: listIn(rows).map((row) => {
      const { id, title: name, description } = row;
      const shown = textIn(description);
      const chosen = { id, title: name, ...(shown === null ? {} : { description }) };
      return { title: String(name), description: shown, written: interactiveReply('list_reply', chosen) };
    }),
  };
}

function interactiveReply(type: 'button_reply' | 'list_reply', chosen: MetaJson): Written {
  return { type: 'interactive', content: { type, [type]: chosen } };
}

function linkTo(title: string, address: string): Tap {
  return { kind: 'LINK', title, address, href: safeHref(address) };
}

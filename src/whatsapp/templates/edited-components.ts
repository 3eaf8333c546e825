import { isDeepStrictEqual } from 'node:util';
import { isRecord, listOf, textOf, type JsonRecord } from '../json.js';
import { componentsForMeta, contentFromMeta, type ContentToSubmit } from './template-components.js';
import { withCardSamples, type SampleHandles } from './sample-links.js';
import { namesIn, placeholderKey, type TemplateButton } from './template-content.js';

/** What the draft has of a component; all else is Meta's, and stays. */
const COMPONENT_KEYS: ReadonlySet<string> = new Set([
  ...['type', 'format', 'text', 'example', 'buttons', 'add_security_recommendation', 'code_expiration_minutes'],
]);
const MADE_AT_META: ReadonlySet<string> = new Set(['CAROUSEL', 'LIMITED_TIME_OFFER']);
/** The same of a button. A flow is named in one of three ways. */
const BUTTON_KEYS: ReadonlySet<string> = new Set([
  ...['type', 'text', 'url', 'phone_number', 'example', 'flow_id', 'flow_name', 'flow_json', 'flow_action'],
  ...['navigate_screen', 'ttl_minutes', 'otp_type', 'autofill_text', 'supported_apps', 'package_name'],
  ...['signature_hash', 'zero_tap_terms_accepted'],
]);

/**
 * `components` of a request that edits a template which Meta has as `remote`: Meta replaces all of them, so what was not
 * changed goes back as Meta gave it, and what is not modelled here stays on what was changed. Of the samples of cards Meta
 * gives links alone: `cardHandles` are their new uploads.
 */
export function editedComponents(
  submission: ContentToSubmit,
  remote: readonly JsonRecord[],
  cardHandles: SampleHandles['cards'] = [],
): JsonRecord[] {
  const edited = componentsForMeta(submission).map((component) => {
    const counterpart = remote.find((candidate) => isSameKind(candidate, component));
    if (counterpart === undefined) return component;
    if (word(component, 'type') === 'BUTTONS') {
      return { ...unknownOf(counterpart, COMPONENT_KEYS), ...component, buttons: editedButtons(submission, remote) };
    }
    return isSameText(component, counterpart)
      ? { ...counterpart }
      : { ...unknownOf(counterpart, COMPONENT_KEYS), ...component };
  });
  return withMadeAtMeta(edited, remote).map((component) =>
    word(component, 'type') === 'CAROUSEL' ? withCardSamples(component, cardHandles) : component,
  );
}

/** Components that are only made at Meta stand again where they stood. */
function withMadeAtMeta(edited: readonly JsonRecord[], remote: readonly JsonRecord[]): JsonRecord[] {
  const all = [...edited];
  for (const [index, component] of remote.entries()) {
    if (!MADE_AT_META.has(word(component, 'type'))) continue;
    const later = new Set(remote.slice(index + 1).map((other) => word(other, 'type')));
    const place = all.findIndex((other) => later.has(word(other, 'type')));
    all.splice(place < 0 ? all.length : place, 0, component);
  }
  return all;
}

/** A header of another format is another header. */
function isSameKind(one: JsonRecord, other: JsonRecord): boolean {
  return word(one, 'type') === word(other, 'type') && word(one, 'format') === word(other, 'format');
}

/** Texts with the same samples. Files have to be uploaded anew, because Meta gives only links to them. */
function isSameText(ours: JsonRecord, theirs: JsonRecord): boolean {
  return (
    typeof ours.text === 'string' &&
    ours.text === theirs.text &&
    (isDeepStrictEqual(ours.example, theirs.example) || ours.example === undefined)
  );
}

function editedButtons(submission: ContentToSubmit, remote: readonly JsonRecord[]): JsonRecord[] {
  const { buttons, authentication } = submission.content;
  const known = contentFromMeta(remote, authentication !== null);
  const theirs = listOf(
    remote.find((component) => word(component, 'type') === 'BUTTONS'),
    'buttons',
  );
  const ours = listOf(
    componentsForMeta(submission).find((component) => word(component, 'type') === 'BUTTONS'),
    'buttons',
  ).filter(isRecord);
  const sampleOf = (samples: ReadonlyMap<string, string>, { url }: TemplateButton, buttonIndex: number) => {
    const [name = '1'] = namesIn(url);
    return samples.get(placeholderKey({ placement: 'BUTTON', name, buttonIndex, cardIndex: null }));
  };
  const counterparts = pairs(buttons, known.content.buttons);
  return ours.map((button, index) => {
    const place = counterparts[index] ?? -1;
    const [type, their, raw] = [buttons[index]?.type, known.content.buttons[place], theirs[place]];
    if (their === undefined || !isRecord(raw) || type === 'ONE_TIME_PASSWORD') return button;
    const isSame =
      isDeepStrictEqual(buttons[index], their) &&
      sampleOf(submission.samples, their, index) === sampleOf(known.samples, their, place);
    if (isSame) return { ...raw };
    const isFlowOfMeta = type === 'FLOW' && buttons[index]?.flowId == null; // named, or written out, at Meta
    return { ...unknownOf(raw, BUTTON_KEYS), ...(isFlowOfMeta ? flowOf(raw) : {}), ...button };
  });
}

function flowOf(raw: JsonRecord): JsonRecord {
  return Object.fromEntries(Object.entries(raw).filter(([key]) => key === 'flow_name' || key === 'flow_json'));
}

/** For each of our buttons the place of the same one of Meta's: wholly the same, else alike, else of its type in its place. */
function pairs(ours: readonly TemplateButton[], theirs: readonly TemplateButton[]): (number | undefined)[] {
  const found = ours.map((): number | undefined => undefined);
  const free = new Set(theirs.keys());
  const rules: ((our: TemplateButton, their: TemplateButton, isSamePlace: boolean) => boolean)[] = [
    (our, their, isSamePlace) => isSamePlace && isDeepStrictEqual(our, their),
    (our, their) => isDeepStrictEqual(our, their),
    (our, their) => our.type === their.type && isAlike(our, their),
    (our, their, isSamePlace) => isSamePlace && our.type === their.type,
  ];
  for (const fits of rules) {
    for (const [index, our] of ours.entries()) {
      if (found[index] !== undefined) continue;
      const place = [...free].find((candidate) => {
        const their = theirs[candidate];
        return their !== undefined && fits(our, their, candidate === index);
      });
      if (place === undefined) continue;
      found[index] = place;
      free.delete(place);
    }
  }
  return found;
}

function isAlike(one: TemplateButton, other: TemplateButton): boolean {
  const keys = ['url', 'phoneNumber', 'flowId', 'text'] as const;
  return keys.some((key) => one[key] !== null && one[key] === other[key]);
}

function unknownOf(theirs: JsonRecord, known: ReadonlySet<string>): JsonRecord {
  return Object.fromEntries(Object.entries(theirs).filter(([key]) => !known.has(key)));
}

function word(component: JsonRecord, key: string): string {
  return (textOf(component, key) ?? '').toUpperCase();
}

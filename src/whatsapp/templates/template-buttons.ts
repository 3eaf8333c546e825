import { isRecord, listOf, textOf, type JsonRecord } from '../json.js';
import {
  namesIn,
  NO_BUTTON,
  OTP_TYPES,
  placeholderKey,
  type Placeholder,
  type TemplateButton,
  type TemplateButtonType,
} from './template-content.js';

const META_TYPES: Partial<Record<TemplateButtonType, string>> = {
  VISIT_WEBSITE: 'URL',
  CALL_NUMBER: 'PHONE_NUMBER',
  QUICK_REPLY: 'QUICK_REPLY',
  COPY_CODE: 'COPY_CODE',
  ONE_TIME_PASSWORD: 'OTP',
  FLOW: 'FLOW',
  CATALOG: 'CATALOG',
  MULTI_PRODUCT: 'MPM',
  VOICE_CALL: 'VOICE_CALL',
};

/** The button's type in Meta's word, upper case, whether it is modelled here or not; empty where it has none. */
export function metaTypeOf({ type, raw }: Pick<TemplateButton, 'type' | 'raw'>): string {
  return META_TYPES[type] ?? (textOf(raw, 'type') ?? '').toUpperCase();
}

/** The button in a request to create or edit a template. */
export function buttonForMeta(
  button: TemplateButton,
  buttonIndex: number,
  samples: ReadonlyMap<string, string>,
): JsonRecord {
  const type = META_TYPES[button.type];
  if (type === undefined) return button.raw ?? {};
  const sample = (name: string): string =>
    samples.get(placeholderKey({ placement: 'BUTTON', name, buttonIndex, cardIndex: null })) ?? '';
  const text = button.text === null ? {} : { text: button.text };
  switch (button.type) {
    case 'VISIT_WEBSITE': {
      const url = button.url ?? '';
      return { type, ...text, url, ...(namesIn(url).length === 0 ? {} : { example: namesIn(url).map(sample) }) };
    }
    case 'CALL_NUMBER':
      return { type, ...text, phone_number: button.phoneNumber };
    case 'COPY_CODE':
      return { type, example: sample('1') };
    case 'ONE_TIME_PASSWORD':
      return { type, otp_type: button.otpType, ...text, ...otpOptions(button) };
    case 'FLOW':
      return {
        type,
        ...text,
        flow_id: button.flowId,
        ...(button.flowAction === null ? {} : { flow_action: button.flowAction }),
        ...(button.navigateScreen === null ? {} : { navigate_screen: button.navigateScreen }),
      };
    case 'VOICE_CALL':
      return { type, ...text, ...(button.ttlMinutes === null ? {} : { ttl_minutes: button.ttlMinutes }) };
    case 'QUICK_REPLY':
    case 'CATALOG':
    case 'MULTI_PRODUCT':
    case 'UNKNOWN':
      return { type, ...text };
  }
}

function otpOptions({ otpType, autofillText, supportedApps, zeroTapTermsAccepted }: TemplateButton): JsonRecord {
  return {
    ...(autofillText === null ? {} : { autofill_text: autofillText }),
    ...(otpType === 'ZERO_TAP' ? { zero_tap_terms_accepted: zeroTapTermsAccepted } : {}),
    ...(supportedApps.length === 0
      ? {}
      : {
          supported_apps: supportedApps.map(({ packageName, signatureHash }) => ({
            package_name: packageName,
            signature_hash: signatureHash,
          })),
        }),
  };
}

/** A button as Meta returns it; its example is added to `samples`. */
export function buttonFromMeta(
  button: unknown,
  position: Pick<Placeholder, 'buttonIndex' | 'cardIndex'>,
  samples: Map<string, string>,
): TemplateButton {
  const json = isRecord(button) ? button : {};
  const metaType = textOf(json, 'type')?.toUpperCase();
  const url = textOf(json, 'url');
  const otp = oneTimePassword(json, url);
  if (otp !== null) return otp;
  const type =
    (Object.keys(META_TYPES) as TemplateButtonType[]).find((candidate) => META_TYPES[candidate] === metaType) ??
    'UNKNOWN';
  const example: unknown = Array.isArray(json.example) ? json.example[0] : json.example;
  if (typeof example === 'string') {
    const [name] = type === 'COPY_CODE' ? ['1'] : namesIn(url);
    const prefix = (url ?? '').replace(/\{\{.*$/, '');
    const value = prefix !== '' && example.startsWith(prefix) ? example.slice(prefix.length) : example;
    if (name !== undefined) samples.set(placeholderKey({ placement: 'BUTTON', name, ...position }), value);
  }
  return {
    ...NO_BUTTON,
    type,
    text: textOf(json, 'text'),
    phoneNumber: textOf(json, 'phone_number'),
    url,
    flowId: textOf(json, 'flow_id'),
    flowAction: textOf(json, 'flow_action'),
    navigateScreen: textOf(json, 'navigate_screen'),
    ttlMinutes: typeof json.ttl_minutes === 'number' ? json.ttl_minutes : null,
    raw: type === 'UNKNOWN' ? json : null,
  };
}

/** Read back, a one-time password button is a URL button with an address of WhatsApp's own. */
function oneTimePassword(json: JsonRecord, url: string | null): TemplateButton | null {
  const isLink = url !== null && /^https:\/\/(www\.)?whatsapp\.com\/otp\//.test(url);
  if (textOf(json, 'type')?.toUpperCase() !== 'OTP' && !isLink) return null;
  const named = textOf(json, 'otp_type') ?? (isLink ? new URL(url).searchParams.get('otp_type') : null);
  return {
    ...NO_BUTTON,
    type: 'ONE_TIME_PASSWORD',
    text: textOf(json, 'text'),
    otpType: OTP_TYPES.find((type) => type === named?.toUpperCase()) ?? 'COPY_CODE',
    autofillText: textOf(json, 'autofill_text'),
    zeroTapTermsAccepted: json.zero_tap_terms_accepted === true,
    supportedApps: appsOf(json).map((app) => ({
      packageName: textOf(app, 'package_name') ?? '',
      signatureHash: textOf(app, 'signature_hash') ?? '',
    })),
  };
}

/** Templates from before there could be several apps name the one on the button itself. */
function appsOf(json: JsonRecord): unknown[] {
  const apps = listOf(json, 'supported_apps');
  return apps.length === 0 && textOf(json, 'package_name') !== null ? [json] : apps;
}

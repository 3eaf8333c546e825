import type { Problem } from '../../../../common/errors/domain-error.js';
import type { TemplateButton, TemplateContent } from '../../../../whatsapp/templates/template-content.js';
import { tooLong } from './text-problems.js';
import { because, type Because } from '../../../../common/errors/because.js';

/** Meta writes the body itself, in the template's language; this is what it says in English. */
export const FIXED_BODY = '{{1}} is your verification code.';
export const SECURITY_RECOMMENDATION = 'For your security, do not share this code.';

const MAX_APPS = 5;
const MAX_LABEL_LENGTH = 25;
const MAX_PACKAGE_NAME_LENGTH = 224;
const PACKAGE_NAME = /^[A-Za-z]\w*(\.[A-Za-z]\w*)+$/;
const SIGNATURE_HASH = /^[A-Za-z0-9+/=]{11}$/;
const EXPIRATION_MINUTES = { min: 1, max: 90 };
export const MAX_CODE_LENGTH = 15;

/** Meta's rules for authentication templates: their texts are fixed, and only options are chosen. */
export function authenticationProblems({ header, footer, buttons, authentication }: TemplateContent): Problem[] {
  const invalidInput = (why: Because, ...path: string[]): Problem => ({ code: 'INVALID_INPUT', ...why, path });
  const minutes = authentication?.codeExpirationMinutes ?? null;
  return [
    ...(header.type === 'NONE' ? [] : [invalidInput(because('CODE_TEMPLATE_HEADER'), 'header')]),
    ...(footer === null || minutes !== null ? [] : [invalidInput(because('CODE_TEMPLATE_FOOTER'), 'footer')]),
    ...(minutes === null || (minutes >= EXPIRATION_MINUTES.min && minutes <= EXPIRATION_MINUTES.max)
      ? []
      : [invalidInput(because('CODE_EXPIRY_OUT_OF_RANGE'), 'authentication', 'codeExpirationMinutes')]),
    ...(buttons.length === 1 && buttons[0]?.type === 'ONE_TIME_PASSWORD'
      ? passwordButtonProblems(buttons[0])
      : [invalidInput(because('CODE_TEMPLATE_BUTTON'), 'buttons')]),
  ];
}

function passwordButtonProblems(button: TemplateButton): Problem[] {
  const { otpType, text, autofillText, supportedApps, zeroTapTermsAccepted } = button;
  const at = (...path: string[]): string[] => ['buttons', '0', ...path];
  const problems: Problem[] = [
    ...tooLong(text ?? '', MAX_LABEL_LENGTH, at('text')),
    ...tooLong(autofillText ?? '', MAX_LABEL_LENGTH, at('autofillText')),
  ];
  if (otpType === null) problems.push({ code: 'REQUIRED', ...because('OTP_TYPE_MISSING'), path: at('otpType') });
  if (otpType !== null && otpType !== 'COPY_CODE' && supportedApps.length === 0) {
    problems.push({ code: 'REQUIRED', ...because('OTP_TYPE_NEEDS_APP', { type: otpType }), path: at('supportedApps') });
  }
  if (otpType === 'ZERO_TAP' && !zeroTapTermsAccepted) {
    const why = because('ZERO_TAP_TERMS');
    problems.push({ code: 'REQUIRED', ...why, path: at('zeroTapTermsAccepted') });
  }
  if (supportedApps.length > MAX_APPS) {
    const why = because('TOO_MANY_APPS', { limit: MAX_APPS });
    problems.push({ code: 'TOO_LONG', ...why, path: at('supportedApps'), limit: MAX_APPS });
  }
  supportedApps.forEach(({ packageName, signatureHash }, index) => {
    const app = (field: string): string[] => at('supportedApps', String(index), field);
    problems.push(...tooLong(packageName, MAX_PACKAGE_NAME_LENGTH, app('packageName')));
    if (!PACKAGE_NAME.test(packageName)) {
      const why = because('PACKAGE_NAME_FORM');
      problems.push({ code: 'INVALID_FORMAT', ...why, path: app('packageName') });
    }
    if (!SIGNATURE_HASH.test(signatureHash)) {
      const why = because('SIGNATURE_HASH_FORM');
      problems.push({ code: 'INVALID_FORMAT', ...why, path: app('signatureHash') });
    }
  });
  return problems;
}

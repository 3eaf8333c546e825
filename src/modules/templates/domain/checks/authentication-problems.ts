import type { Problem } from '../../../../common/errors/domain-error.js';
import type { TemplateButton, TemplateContent } from '../../../../whatsapp/templates/template-content.js';
import { tooLong } from './text-problems.js';

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
  const invalidInput = (message: string, ...path: string[]): Problem => ({ code: 'INVALID_INPUT', message, path });
  const minutes = authentication?.codeExpirationMinutes ?? null;
  return [
    ...(header.type === 'NONE' ? [] : [invalidInput('Authentication templates have no header.', 'header')]),
    ...(footer === null || minutes !== null
      ? []
      : [invalidInput('Meta writes the footer: give codeExpirationMinutes instead.', 'footer')]),
    ...(minutes === null || (minutes >= EXPIRATION_MINUTES.min && minutes <= EXPIRATION_MINUTES.max)
      ? []
      : [invalidInput('1 to 90 minutes.', 'authentication', 'codeExpirationMinutes')]),
    ...(buttons.length === 1 && buttons[0]?.type === 'ONE_TIME_PASSWORD'
      ? passwordButtonProblems(buttons[0])
      : [invalidInput('Authentication templates have one button, of ONE_TIME_PASSWORD.', 'buttons')]),
  ];
}

function passwordButtonProblems(button: TemplateButton): Problem[] {
  const { otpType, text, autofillText, supportedApps, zeroTapTermsAccepted } = button;
  const at = (...path: string[]): string[] => ['buttons', '0', ...path];
  const problems: Problem[] = [
    ...tooLong(text ?? '', MAX_LABEL_LENGTH, at('text')),
    ...tooLong(autofillText ?? '', MAX_LABEL_LENGTH, at('autofillText')),
  ];
  if (otpType === null) problems.push({ code: 'REQUIRED', message: 'Choose the otpType.', path: at('otpType') });
  if (otpType !== null && otpType !== 'COPY_CODE' && supportedApps.length === 0) {
    problems.push({ code: 'REQUIRED', message: `${otpType} needs an app.`, path: at('supportedApps') });
  }
  if (otpType === 'ZERO_TAP' && !zeroTapTermsAccepted) {
    const message = "ZERO_TAP needs Meta's terms to be accepted.";
    problems.push({ code: 'REQUIRED', message, path: at('zeroTapTermsAccepted') });
  }
  if (supportedApps.length > MAX_APPS) {
    const message = `At most ${MAX_APPS} apps.`;
    problems.push({ code: 'TOO_LONG', message, path: at('supportedApps'), limit: MAX_APPS });
  }
  supportedApps.forEach(({ packageName, signatureHash }, index) => {
    const app = (field: string): string[] => at('supportedApps', String(index), field);
    problems.push(...tooLong(packageName, MAX_PACKAGE_NAME_LENGTH, app('packageName')));
    if (!PACKAGE_NAME.test(packageName)) {
      const message = 'A package name has two parts or more, such as com.example.';
      problems.push({ code: 'INVALID_FORMAT', message, path: app('packageName') });
    }
    if (!SIGNATURE_HASH.test(signatureHash)) {
      const message = 'A signature hash has 11 characters of A-Z, a-z, 0-9, +, / and =.';
      problems.push({ code: 'INVALID_FORMAT', message, path: app('signatureHash') });
    }
  });
  return problems;
}

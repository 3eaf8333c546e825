import type { Problem } from '../../../../common/errors/domain-error.js';
import type { TemplateButton, TemplateContent } from '../../../../whatsapp/templates/template-content.js';
import { tooLong } from './text-problems.js';

/** Meta writes the body itself, in the template's language; this is what it says in English. */
export const FIXED_BODY = '{{1}} is your verification code.';
export const SECURITY_RECOMMENDATION = 'For your security, do not share this code.';

const MOST_APPS = 5;
const LONGEST_LABEL = 25;
const LONGEST_PACKAGE = 224;
const PACKAGE = /^[A-Za-z]\w*(\.[A-Za-z]\w*)+$/;
const SIGNATURE = /^[A-Za-z0-9+/=]{11}$/;
const MINUTES = { least: 1, most: 90 };
export const LONGEST_CODE = 15;

/** Meta's rules for authentication templates: their texts are fixed, only choices are given. */
export function authenticationProblems({ header, footer, buttons, authentication }: TemplateContent): Problem[] {
  const invalid = (message: string, ...path: string[]): Problem => ({ code: 'INVALID_INPUT', message, path });
  const minutes = authentication?.codeExpirationMinutes ?? null;
  return [
    ...(header.type === 'NONE' ? [] : [invalid('Authentication templates have no header.', 'header')]),
    ...(footer === null || minutes !== null
      ? []
      : [invalid('Meta writes the footer: give codeExpirationMinutes instead.', 'footer')]),
    ...(minutes === null || (minutes >= MINUTES.least && minutes <= MINUTES.most)
      ? []
      : [invalid('1 to 90 minutes.', 'authentication', 'codeExpirationMinutes')]),
    ...(buttons.length === 1 && buttons[0]?.type === 'ONE_TIME_PASSWORD'
      ? passwordButtonProblems(buttons[0])
      : [invalid('Authentication templates have one button, of ONE_TIME_PASSWORD.', 'buttons')]),
  ];
}

function passwordButtonProblems(button: TemplateButton): Problem[] {
  const { otpType, text, autofillText, supportedApps, zeroTapTermsAccepted } = button;
  const at = (...path: string[]): string[] => ['buttons', '0', ...path];
  const problems: Problem[] = [
    ...tooLong(text ?? '', LONGEST_LABEL, at('text')),
    ...tooLong(autofillText ?? '', LONGEST_LABEL, at('autofillText')),
  ];
  if (otpType === null) problems.push({ code: 'REQUIRED', message: 'Choose the otpType.', path: at('otpType') });
  if (otpType !== null && otpType !== 'COPY_CODE' && supportedApps.length === 0) {
    problems.push({ code: 'REQUIRED', message: `${otpType} needs an app.`, path: at('supportedApps') });
  }
  if (otpType === 'ZERO_TAP' && !zeroTapTermsAccepted) {
    const message = "ZERO_TAP needs Meta's terms to be accepted.";
    problems.push({ code: 'REQUIRED', message, path: at('zeroTapTermsAccepted') });
  }
  if (supportedApps.length > MOST_APPS) {
    const message = `At most ${MOST_APPS} apps.`;
    problems.push({ code: 'TOO_LONG', message, path: at('supportedApps'), limit: MOST_APPS });
  }
  supportedApps.forEach(({ packageName, signatureHash }, index) => {
    const app = (field: string): string[] => at('supportedApps', String(index), field);
    problems.push(...tooLong(packageName, LONGEST_PACKAGE, app('packageName')));
    if (!PACKAGE.test(packageName)) {
      const message = 'A package name has two parts or more, such as com.example.';
      problems.push({ code: 'INVALID_FORMAT', message, path: app('packageName') });
    }
    if (!SIGNATURE.test(signatureHash)) {
      const message = 'A signature hash has 11 characters of A-Z, a-z, 0-9, +, / and =.';
      problems.push({ code: 'INVALID_FORMAT', message, path: app('signatureHash') });
    }
  });
  return problems;
}

import { APPS, authentication, BAD_CODE, code, CODE, type TemplateKindSample } from './sample.js';

/** One-time codes. */
export const CODE_KINDS: readonly TemplateKindSample[] = [
  {
    kind: 'Code to copy',
    write: () => code({ otpType: 'COPY_CODE' }),
    bad: BAD_CODE,
    ...CODE,
    ...authentication({ otp_type: 'COPY_CODE' }),
  },
  {
    kind: 'Code by one tap',
    write: () => code({ otpType: 'ONE_TAP', autofillText: 'Autofill', ...APPS }),
    bad: BAD_CODE,
    ...CODE,
    ...authentication({
      otp_type: 'ONE_TAP',
      autofill_text: 'Autofill',
      supported_apps: [{ package_name: 'com.example.luckyshrub', signature_hash: 'K8a/AINcGX7' }],
    }),
  },
  {
    kind: 'Code without a tap',
    write: () => code({ otpType: 'ZERO_TAP', autofillText: 'Autofill', zeroTapTermsAccepted: true, ...APPS }),
    bad: BAD_CODE,
    ...CODE,
    ...authentication({
      otp_type: 'ZERO_TAP',
      autofill_text: 'Autofill',
      zero_tap_terms_accepted: true,
      supported_apps: [{ package_name: 'com.example.luckyshrub', signature_hash: 'K8a/AINcGX7' }],
    }),
  },
];

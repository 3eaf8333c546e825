/** What Meta gives, in the order in which one comes upon it there. */
export const FIVE_VALUES = [
  { key: 'appId', isSecret: false },
  { key: 'appSecret', isSecret: true },
  { key: 'whatsappAccountId', isSecret: false },
  { key: 'whatsappPhoneNumberId', isSecret: false },
  { key: 'accessToken', isSecret: true },
] as const;

export type FiveValues = Record<(typeof FIVE_VALUES)[number]['key'], string>;

export const NO_VALUES: FiveValues = {
  appId: '',
  appSecret: '',
  whatsappAccountId: '',
  whatsappPhoneNumberId: '',
  accessToken: '',
};

import type { NotificationReason } from '../../notifications/notification-reason.js';

export const ALERT_CHANNELS = ['PUSH', 'EMAIL'] as const;
/** How an alert reaches somebody. */
export type AlertChannel = (typeof ALERT_CHANNELS)[number];

export const ALERT_LANGUAGES = ['en', 'de', 'es', 'pt-BR', 'ar'] as const;
export type AlertLanguage = (typeof ALERT_LANGUAGES)[number];

/** How a person wants to be alerted of what they have not read. */
export interface AlertSettings {
  isPushOn: boolean;
  /** Whether pushes show what was written. */
  showsText: boolean;
  isEmailOn: boolean;
  /** How long a notification is unread before an e-mail tells of it. */
  emailAfterMinutes: number;
  mutedReasons: readonly NotificationReason[];
  language: AlertLanguage;
}

/** Of those who chose nothing. Browsers that take pushes were chosen one by one. */
export const DEFAULT_ALERT_SETTINGS: AlertSettings = {
  isPushOn: true,
  showsText: true,
  isEmailOn: false,
  emailAfterMinutes: 15,
  mutedReasons: [],
  language: 'en',
};

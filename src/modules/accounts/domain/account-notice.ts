import type { AccountChange } from '../../../whatsapp/webhooks/account-updates.js';

export interface AccountNotice {
  /** What happened, in a few words; stable, so that it is recognised when it comes again. */
  title: string;
  /** Meta's own words, for history. */
  details: string | null;
  /** What it means, for people. */
  body: string;
  /** Whether somebody has to act. */
  isForAdmins: boolean;
}

/** Account change as people read it: a title, Meta's own words, what it means, and whether somebody has to act. */
export function accountNotice(change: AccountChange): AccountNotice {
  switch (change.type) {
    case 'ACCOUNT':
      return accountEvent(change);
    case 'NUMBER_QUALITY': {
      const isBad = change.event === 'FLAGGED' || change.event === 'DOWNGRADE';
      const body = isBad
        ? 'Customers block or report too many messages of this number.'
        : 'Meta has changed what this number may send.';
      return notice(
        `${change.event} of ${change.displayPhoneNumber ?? 'a number'}`,
        change.messagingLimit,
        body,
        isBad,
      );
    }
    case 'NUMBER_NAME': {
      const title = `Name ${change.requestedName ?? ''} ${change.decision} for ${change.displayPhoneNumber ?? 'a number'}`;
      return notice(title, change.reason, 'Meta has decided on a display name.', change.decision === 'REJECTED');
    }
    case 'CAPABILITY':
      return notice(
        'Messaging limit changed',
        change.messagingLimit,
        'Meta has changed how many customers may be written to.',
        false,
      );
    case 'SECURITY': {
      const title = `${change.event} for ${change.displayPhoneNumber ?? 'a number'}`;
      return notice(
        title,
        change.requester,
        'Somebody changes the two-step PIN of a number. Make sure that it is one of yours.',
        true,
      );
    }
    case 'ERROR':
      return notice(
        `Error ${change.refusal.code}`,
        change.refusal.details ?? change.refusal.message,
        change.refusal.advice,
        true,
      );
  }
}

const HARMLESS: readonly string[] = [
  'VERIFIED_ACCOUNT',
  'ACCOUNT_RECONNECTED',
  'PARTNER_ADDED',
  'PARTNER_APP_INSTALLED',
  'AD_ACCOUNT_LINKED',
  'MM_LITE_TERMS_SIGNED',
  'AUTH_INTL_PRICE_ELIGIBILITY_UPDATE',
  'BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE',
  'VOLUME_BASED_PRICING_TIER_UPDATE',
  'REVIEW_APPROVED',
  'REVIEW_PENDING',
  'OBA_APPROVED',
];

function accountEvent({ event, reason }: Extract<AccountChange, { type: 'ACCOUNT' }>): AccountNotice {
  const body =
    reason === null ? 'See the account in WhatsApp Manager.' : `${reason}. See the account in WhatsApp Manager.`;
  return notice(event, reason, body, !HARMLESS.includes(event));
}

function notice(title: string, details: string | null, body: string, isForAdmins: boolean): AccountNotice {
  return { title, details, body, isForAdmins };
}

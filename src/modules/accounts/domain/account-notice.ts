import type { AccountChange } from '../../../whatsapp/webhooks/account-updates.js';
import { because, type Because } from '../../../common/errors/because.js';

export interface AccountNotice {
  /** What happened, in a few words; stable, so that it is recognised when it comes again. */
  title: Because | string;
  /** Meta's own words, for history. */
  details: string | null;
  /** What it means, for people. */
  body: Because | string;
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
      const { event, messagingLimit } = change;
      const title = because('EVENT_OF_NUMBER', { event, number: numberOf(change) });
      const body = isBad ? because('MEANING_MANY_BLOCKS') : because('MEANING_MAY_SEND_CHANGED');
      return notice(title, messagingLimit, body, isBad);
    }
    case 'NUMBER_NAME': {
      const { requestedName, decision, reason } = change;
      const title = because('NAME_DECIDED', { name: requestedName ?? '', decision, number: numberOf(change) });
      return notice(title, reason, because('MEANING_NAME_DECIDED'), decision === 'REJECTED');
    }
    case 'CAPABILITY':
      return notice(because('LIMIT_CHANGED'), change.messagingLimit, because('MEANING_LIMIT_CHANGED'), false);
    case 'SECURITY': {
      const title = because('EVENT_FOR_NUMBER', { event: change.event, number: numberOf(change) });
      return notice(title, change.requester, because('MEANING_PIN_CHANGED'), true);
    }
    case 'ERROR':
      return notice(
        because('ERROR_OF_META', { code: change.refusal.code }),
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
  const body = reason === null ? because('MEANING_SEE_ACCOUNT') : because('MEANING_SEE_ACCOUNT_WHY', { why: reason });
  return notice(event, reason, body, !HARMLESS.includes(event));
}

function numberOf({ displayPhoneNumber }: { displayPhoneNumber: string | null }): string | Because {
  return displayPhoneNumber ?? because('A_NUMBER');
}

function notice(
  title: Because | string,
  details: string | null,
  body: Because | string,
  isForAdmins: boolean,
): AccountNotice {
  return { title, details, body, isForAdmins };
}

import { because } from '../../../common/errors/because.js';
import type { RemoteMarketingStanding } from '../../../whatsapp/accounts-api.js';
import type { MarketingMessagesPolicy } from './marketing-policy.js';
import { passed, warning } from './connection-report.js';

const ONBOARDED = 'ONBOARDED';

/**
 * Whether marketing templates can go the way that the account has chosen. Everything else is sent whatever it says, so it
 * never fails. `standing` null: Meta did not tell it.
 */
export function checkMarketing(
  policy: MarketingMessagesPolicy,
  standing: RemoteMarketingStanding | null,
): ReturnType<typeof passed> {
  if (policy === 'OFF') {
    if (standing?.isRequired === true) {
      return warning(because('CHECK_MARKETING_API_REQUIRED'), because('REMEDY_SWITCH_MARKETING_ON'));
    }
    return passed(because('CHECK_MARKETING_API_OFF'));
  }
  const status = standing?.onboardingStatus ?? null;
  if (status === ONBOARDED) return passed(because('CHECK_MARKETING_API_ON'));
  if (status === null) return warning(because('CHECK_MARKETING_API_UNKNOWN'), because('REMEDY_ONBOARD_MARKETING'));
  const finding = policy === 'STRICT' ? 'CHECK_MARKETING_API_REFUSED' : 'CHECK_MARKETING_API_FALLS_BACK';
  return warning(because(finding, { status }), because('REMEDY_ONBOARD_MARKETING'));
}

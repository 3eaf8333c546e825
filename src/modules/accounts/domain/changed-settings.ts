import type { AuditDetail } from '../../users/domain/audit-actions.js';
import type { MarketingMessagesPolicy } from './marketing-policy.js';

const SETTINGS = ['name', 'marketingMessagesPolicy', 'marketingActivitySharing'] as const;

/** Settings of an account that the audit trail tells: what each was, and what it is. Null among values: not chosen. */
export interface AccountSettings {
  name: string;
  marketingMessagesPolicy: MarketingMessagesPolicy;
  marketingActivitySharing: boolean | null;
}

/** What a caller gives of them: null and absent leave a setting as it is, but for the sharing, whose null is a choice. */
type SettingsInput = { [Name in keyof AccountSettings]?: AccountSettings[Name] | null };

export function settingsAfter(before: AccountSettings, input: SettingsInput): AccountSettings {
  const { marketingActivitySharing: sharing } = input;
  return {
    name: input.name ?? before.name,
    marketingMessagesPolicy: input.marketingMessagesPolicy ?? before.marketingMessagesPolicy,
    marketingActivitySharing: sharing === undefined ? before.marketingActivitySharing : sharing,
  };
}

/** The settings that differ, in the words of the API. */
export function changedSettings(before: AccountSettings, after: AccountSettings): AuditDetail[] {
  return SETTINGS.filter((name) => before[name] !== after[name]).map((name) => ({
    name,
    from: textOf(before[name]),
    to: textOf(after[name]),
  }));
}

function textOf(value: string | boolean | null): string | null {
  return value === null ? null : String(value);
}

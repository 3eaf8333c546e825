import { FIX_REQUEST, GIVE_ACCESS, META_TROUBLE, WAIT, type CatalogueRow } from './error-advice.js';

const GROUPS = 'Meta does not allow this with the group now; see details.';
const CALLS = 'Calls are not made by Parley. See the settings for calls in WhatsApp Manager.';
const FLOWS = 'Mend the flow in WhatsApp Manager.';
const USERNAMES = 'Choose another user name, or see the details in WhatsApp Manager.';
const MIGRATION = 'The number cannot be moved now. See the details in WhatsApp Manager.';
const SHARING = 'The history of the phone app cannot be shared any more. Connect the number again.';

/** 131201 to 131215: what can go wrong with groups. */
export const GROUP_CODES: readonly CatalogueRow[] = Array.from(
  { length: 15 },
  (_entry, index) => [131201 + index, 'Group operation refused', 'FIX_INPUT', GROUPS] as const,
);

/** Codes that have nothing to do with sending messages, or hardly ever. */
export const OTHER_CODES: readonly CatalogueRow[] = [
  ...Array.from({ length: 19 }, (_entry, index) => [138000 + index, 'Call refused', 'FIX_ACCOUNT', CALLS] as const),
  [139000, 'Flow blocked', 'FIX_INPUT', FLOWS],
  [139001, 'Flow cannot be changed', 'FIX_INPUT', FLOWS],
  [139002, 'Flow cannot be published', 'FIX_INPUT', FLOWS],
  [139003, 'Flow cannot be retired', 'FIX_INPUT', FLOWS],
  [139004, 'Flow cannot be deleted', 'FIX_INPUT', FLOWS],
  [139100, 'Blocking partly failed', 'FIX_INPUT', 'Some customers could not be blocked or unblocked; see details.'],
  [139101, 'Block list full', 'FIX_INPUT', 'Unblock somebody before another customer is blocked.'],
  [139102, 'Block list changed', 'RETRY_LATER', WAIT],
  [139103, 'Blocking failed', 'AMBIGUOUS', META_TROUBLE],
  [139200, 'Direct Send blocked', 'FIX_ACCOUNT', GIVE_ACCESS],
  ...Array.from(
    { length: 5 },
    (_entry, index) => [147001 + index, 'User name refused', 'FIX_INPUT', USERNAMES] as const,
  ),
  [200005, 'Template insights not available', 'FIX_INPUT', FIX_REQUEST],
  [200006, 'Template insights cannot be switched off', 'FIX_INPUT', FIX_REQUEST],
  [200007, 'Template insights not switched on', 'FIX_ACCOUNT', 'Switch template insights on in WhatsApp Manager.'],
  [1752041, 'Asked for already', 'FIX_INPUT', 'The same has been asked for before. Wait until it is done.'],
  ...[2388001, 2388012, 2388091, 2388093, 2388103].map(
    (code) => [code, 'Number cannot be moved', 'FIX_ACCOUNT', MIGRATION] as const,
  ),
  [
    2494100,
    'Number in maintenance',
    'RETRY_LATER',
    'Meta is moving the number. The system tries again in some minutes.',
  ],
  ...[2593079, 2593085].map((code) => [code, 'Account cannot be moved', 'FIX_ACCOUNT', MIGRATION] as const),
  ...[2593107, 2593108, 2593109].map((code) => [code, 'History not shared', 'FIX_ACCOUNT', SHARING] as const),
];

import {
  AMBIGUOUS,
  FIX_ACCOUNT,
  FIX_INPUT,
  numbered,
  RETRY_LATER,
  STOP_RECIPIENT,
  type MetaError,
} from '../meta-error.js';
import { META_TROUBLE, WAIT } from './common-advice.js';

const GROUPS = 'Meta does not allow this with the group now; see details.';
const CALLS = 'Calls are not made by Parley. See the settings for calls in WhatsApp Manager.';
const FLOWS = 'Mend the flow in WhatsApp Manager.';
const USERNAMES = 'Choose another user name, or see the details in WhatsApp Manager.';

/** Orders, groups, calls, flows, the block list, user names: hardly ever met when messages are sent. */
export const FEATURE_ERRORS = {
  ORDER_STATUS_NOT_ALLOWED: {
    code: 2046,
    title: 'Order cannot become that',
    ...FIX_INPUT,
    advice: 'The order is completed or cancelled already: nothing follows.',
  },
  ORDER_NOT_CANCELLABLE: {
    code: 2047,
    title: 'Order cannot be cancelled',
    ...FIX_INPUT,
    advice: 'The order is paid, or about to be. Wait for its payment, then refund it.',
  },
  CALL_ENDED: { code: 131014, title: 'Call ended', ...FIX_INPUT, advice: 'The call no longer exists.' },
  GROUP_OF_ONE: {
    code: 131020,
    title: 'Group of one',
    ...FIX_INPUT,
    advice: 'The group has no other member. Invite somebody first.',
  },
  GROUP_UNKNOWN: {
    code: 131041,
    title: 'Group unknown',
    ...STOP_RECIPIENT,
    advice: 'Meta knows no such group, or the number is no member of it.',
  },
  ...numbered(
    'GROUP_REFUSED',
    [
      131201, 131202, 131203, 131204, 131205, 131206, 131207, 131208, 131209, 131210, 131211, 131212, 131213, 131214,
      131215,
    ],
    { title: 'Group operation refused', ...FIX_INPUT, advice: GROUPS },
  ),
  FLOW_BLOCKED: {
    code: 132068,
    title: 'Flow blocked',
    ...FIX_INPUT,
    advice: 'The flow is blocked. Mend it in WhatsApp Manager.',
  },
  ...numbered(
    'CALL_REFUSED',
    [
      138000, 138001, 138002, 138003, 138004, 138005, 138006, 138007, 138008, 138009, 138010, 138011, 138012, 138013,
      138014, 138015, 138016, 138017, 138018,
    ],
    { title: 'Call refused', ...FIX_ACCOUNT, advice: CALLS },
  ),
  FLOW_NOT_USABLE: { code: 139000, title: 'Flow blocked', ...FIX_INPUT, advice: FLOWS },
  FLOW_NOT_CHANGEABLE: { code: 139001, title: 'Flow cannot be changed', ...FIX_INPUT, advice: FLOWS },
  FLOW_NOT_PUBLISHABLE: { code: 139002, title: 'Flow cannot be published', ...FIX_INPUT, advice: FLOWS },
  FLOW_NOT_RETIRABLE: { code: 139003, title: 'Flow cannot be retired', ...FIX_INPUT, advice: FLOWS },
  FLOW_NOT_DELETABLE: { code: 139004, title: 'Flow cannot be deleted', ...FIX_INPUT, advice: FLOWS },
  BLOCKING_INCOMPLETE: {
    code: 139100,
    title: 'Blocking partly failed',
    ...FIX_INPUT,
    advice: 'Some customers could not be blocked or unblocked; see details.',
  },
  BLOCK_LIST_FULL: {
    code: 139101,
    title: 'Block list full',
    ...FIX_INPUT,
    advice: 'Unblock somebody before another customer is blocked.',
  },
  BLOCK_LIST_CHANGED: { code: 139102, title: 'Block list changed', ...RETRY_LATER, advice: WAIT },
  BLOCKING_FAILED: { code: 139103, title: 'Blocking failed', ...AMBIGUOUS, advice: META_TROUBLE },
  ...numbered('USER_NAME_REFUSED', [147001, 147002, 147003, 147004, 147005], {
    title: 'User name refused',
    ...FIX_INPUT,
    advice: USERNAMES,
  }),
} as const satisfies Record<string, MetaError>;

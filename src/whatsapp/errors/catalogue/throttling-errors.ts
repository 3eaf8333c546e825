import type { MetaError } from '../meta-error.js';
import { WAIT } from './common-advice.js';

/** Too much at once: what it is about is quiet for a while. */
export const THROTTLING_ERRORS = {
  APP_RATE_LIMIT: {
    code: 4,
    title: 'Too many calls by the app',
    handling: 'RETRY_LATER',
    scope: 'NUMBER',
    resume: { by: 'TIME', afterSeconds: 30 },
    advice: WAIT,
  },
  CALL_RATE_LIMIT: {
    code: 613,
    title: 'Too many calls',
    handling: 'RETRY_LATER',
    scope: 'NUMBER',
    resume: { by: 'TIME', afterSeconds: 30 },
    advice: WAIT,
  },
  ACCOUNT_RATE_LIMIT: {
    code: 80007,
    title: 'Too many calls for the account',
    handling: 'RETRY_LATER',
    scope: 'NUMBER',
    resume: { by: 'TIME', afterSeconds: 30 },
    advice: WAIT,
  },
  NUMBER_RATE_LIMIT: {
    code: 130429,
    title: 'Too many messages a second',
    handling: 'RETRY_LATER',
    scope: 'NUMBER',
    resume: { by: 'TIME', afterSeconds: 2 },
    advice: WAIT,
  },
  /** Customers have complained: Meta has judged the number, and time alone does not mend that. */
  SPAM_LIMIT: {
    code: 131048,
    title: 'Spam limit',
    handling: 'FIX_ACCOUNT',
    scope: 'NUMBER',
    resume: { by: 'PERSON' },
    advice: 'Too many earlier messages were blocked or reported. Stop campaigns and see the quality of the number.',
  },
  RECIPIENT_RATE_LIMIT: {
    code: 131056,
    title: 'Too many messages to one customer',
    handling: 'RETRY_LATER',
    scope: 'RECIPIENT',
    resume: { by: 'BACKOFF' },
    advice: WAIT,
  },
  /** Ten messages an hour with this flow. */
  FLOW_THROTTLED: {
    code: 132069,
    title: 'Flow throttled',
    handling: 'RETRY_LATER',
    scope: 'TEMPLATE',
    resume: { by: 'TIME', afterSeconds: 600 },
    advice: WAIT,
  },
} as const satisfies Record<string, MetaError>;

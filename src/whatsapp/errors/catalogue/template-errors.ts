import { FIX_ACCOUNT, FIX_INPUT, type MetaError } from '../meta-error.js';
import { FIX_REQUEST } from './common-advice.js';

const FIX_PARAMETERS =
  'The values do not fit the approved template. Synchronise the template and check number and form of its values.';
/** The same happens to all who would get it. Looked at again a while after an approval, in case that one is old. */
const TEMPLATE_UNSENDABLE = {
  handling: 'FIX_INPUT',
  scope: 'TEMPLATE',
  resume: { by: 'APPROVAL', afterSeconds: 900 },
} as const;
/** Meta has judged the templates of the account: somebody has to put it right there, and resume. */
const TEMPLATES_RESTRICTED = { handling: 'FIX_ACCOUNT', scope: 'TEMPLATE', resume: { by: 'PERSON' } } as const;

/** Templates: whether they may be sent, and the values that they are sent with. */
export const TEMPLATE_ERRORS = {
  /** Of the Marketing Messages API, which says so too where its terms have not been accepted. */
  METHOD_NOT_ALLOWED: {
    code: 131055,
    title: 'Not by the Marketing Messages API',
    ...TEMPLATES_RESTRICTED,
    advice:
      "Meta does not take this by the Marketing Messages API. Accept its terms in WhatsApp Manager (Overview, Alerts), or change the account's policy for marketing messages.",
  },
  MARKETING_SWITCHED_OFF: {
    code: 131063,
    title: 'Marketing switched off',
    ...TEMPLATES_RESTRICTED,
    advice:
      'Meta takes marketing templates of this account by its Marketing Messages API alone. Choose it for the account here, or allow marketing on Cloud API in WhatsApp Manager.',
  },
  TEMPLATES_MISCATEGORISED: {
    code: 131064,
    title: 'Templates in wrong categories',
    ...TEMPLATES_RESTRICTED,
    advice: 'Meta limits the account because templates were in wrong categories. Mend their categories.',
  },
  VALUE_COUNT_WRONG: { code: 132000, title: 'Number of values wrong', ...FIX_INPUT, advice: FIX_PARAMETERS },
  TEMPLATE_MISSING: {
    code: 132001,
    title: 'Template missing',
    ...TEMPLATE_UNSENDABLE,
    advice: 'Meta has no approved template of this name in this language. Synchronise the templates.',
  },
  TEXT_TOO_LONG: {
    code: 132005,
    title: 'Text too long',
    ...FIX_INPUT,
    advice: 'The template with its values is too long. Shorten the values.',
  },
  CONTENT_NOT_ALLOWED: { code: 132007, title: 'Content not allowed', ...TEMPLATE_UNSENDABLE, advice: FIX_REQUEST },
  VALUE_FORM_WRONG: { code: 132008, title: 'Value in wrong form', ...FIX_INPUT, advice: FIX_PARAMETERS },
  VALUE_KIND_WRONG: { code: 132012, title: 'Value of wrong kind', ...FIX_INPUT, advice: FIX_PARAMETERS },
  TEMPLATE_PAUSED: {
    code: 132015,
    title: 'Template paused',
    ...TEMPLATE_UNSENDABLE,
    advice: 'Meta has paused the template for low quality. Use or submit another one.',
  },
  TEMPLATE_DISABLED: {
    code: 132016,
    title: 'Template disabled',
    ...TEMPLATE_UNSENDABLE,
    advice: 'Meta has disabled the template for good. Use another one.',
  },
  VALUE_NOT_ALLOWED: {
    code: 132018,
    title: 'Value not allowed',
    ...FIX_INPUT,
    advice: 'A value contains a line break, a tab or more than four blanks in a row. Change it.',
  },
  TEMPLATE_NOT_READY: {
    code: 134101,
    title: 'Template not ready',
    handling: 'RETRY_LATER',
    scope: 'TEMPLATE',
    resume: { by: 'TIME', afterSeconds: 60 },
    advice:
      'The template is still being distributed to the Marketing Messages API. The system tries again within ten minutes.',
  },
  TEMPLATE_NOT_AVAILABLE: {
    code: 134102,
    title: 'Template not available',
    ...TEMPLATE_UNSENDABLE,
    advice:
      'The template cannot be used, or not by the Marketing Messages API. Synchronise the templates, and test the connection: it says whether the account may use that API.',
  },
  INSIGHTS_NOT_AVAILABLE: {
    code: 200005,
    title: 'Template insights not available',
    ...FIX_INPUT,
    advice: FIX_REQUEST,
  },
  INSIGHTS_NOT_SWITCHABLE: {
    code: 200006,
    title: 'Template insights cannot be switched off',
    ...FIX_INPUT,
    advice: FIX_REQUEST,
  },
  INSIGHTS_SWITCHED_OFF: {
    code: 200007,
    title: 'Template insights not switched on',
    ...FIX_ACCOUNT,
    advice: 'Switch template insights on in WhatsApp Manager.',
  },
} as const satisfies Record<string, MetaError>;

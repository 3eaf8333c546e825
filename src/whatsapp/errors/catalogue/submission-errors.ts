import { FIX_INPUT, type MetaError } from '../meta-error.js';
import { META_SUBCODES } from '../meta-subcodes.js';

/** Code 100 with these subcodes answers the submission, change or deletion of a template, and says what is wrong with it. */
const INVALID_PARAMETER = 100;

function refusedTemplate(subcode: number, title: string, advice: string): MetaError {
  return { code: INVALID_PARAMETER, subcode, title, ...FIX_INPUT, advice };
}

/** Templates at Meta: why one is not taken, changed or deleted. */
export const SUBMISSION_ERRORS = {
  TEMPLATE_LIMIT: refusedTemplate(
    2388019,
    'Too many templates',
    'The account has as many templates as Meta allows. Delete some that are not used any more, then submit again.',
  ),
  TEMPLATE_LANGUAGE_IN_DELETION: refusedTemplate(
    2388023,
    'Language being deleted',
    'Meta is still deleting this language of the name; it may take four weeks. Give the template another name and submit it.',
  ),
  TEMPLATE_EXISTS: refusedTemplate(
    META_SUBCODES.TEMPLATE_EXISTS,
    'Template exists already',
    "Meta has a template of this name and language already. Give this one another name and submit it, or synchronise and use Meta's.",
  ),
  TEMPLATE_IN_DELETION: refusedTemplate(
    2388025,
    'Template being deleted',
    'Meta is still deleting a template of this name. Give this one another name and submit it.',
  ),
  TEMPLATE_TEXT_TOO_LONG: refusedTemplate(
    2388040,
    'Text too long',
    'A part of the template is longer than Meta allows: 60 characters of header and footer, 1,024 of body, 25 of a button.',
  ),
  TEMPLATE_SAMPLE_MISSING: refusedTemplate(
    2388043,
    'Sample missing',
    'Every placeholder needs a sample value, and a header with a file needs a sample file. Add them and submit again.',
  ),
  TEMPLATE_HEADER_INVALID: refusedTemplate(
    2388047,
    'Header not accepted',
    'The text of the header may have no line breaks, no emoji and no *bold*, _italic_ or ~struck~ text.',
  ),
  TEMPLATE_BODY_INVALID: refusedTemplate(
    2388072,
    'Body not accepted',
    'Meta does not accept the form of the body: see its details. More than two line breaks, tabs or four blanks in a row are refused.',
  ),
  TEMPLATE_FOOTER_INVALID: refusedTemplate(
    2388073,
    'Footer not accepted',
    'The footer may have no placeholders, no line breaks and no emoji. Change it and submit again.',
  ),
  TEMPLATE_EDITED_TODAY: refusedTemplate(
    2388124,
    'Changed too often',
    'An approved template may be changed once in 24 hours, and ten times in 30 days. Wait, or submit it under another name.',
  ),
  TEMPLATE_TOO_MANY_VALUES: refusedTemplate(
    2388293,
    'Too many placeholders',
    'There are too many placeholders for so short a text. Write more words around them, or take some away.',
  ),
  TEMPLATE_PLACEHOLDER_AT_EDGE: refusedTemplate(
    2388299,
    'Placeholder at the edge',
    'The body may not begin or end with a placeholder. Put a word or a full stop there.',
  ),
} satisfies Record<string, MetaError>;

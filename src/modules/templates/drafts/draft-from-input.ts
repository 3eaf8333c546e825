import { DomainError, type Problem } from '../../../common/errors/domain-error.js';
import { visibleOrNull } from '../../../common/text/visible-text.js';
import {
  NO_BUTTON,
  NO_HEADER,
  OTP_TYPES,
  type TemplateButton,
  type TemplateContent,
} from '../../../whatsapp/templates/template-content.js';
import { FIXED_BODY, SECURITY_RECOMMENDATION } from '../domain/checks/authentication-problems.js';
import { metaNameOf } from '../domain/template-name.js';
import type { HeaderFile } from '../domain/header-file.js';
import type { StoredDraft, TemplateVariable } from '../domain/template.js';
import type {
  AuthenticationOptionsInput,
  HeaderFileInput,
  TemplateButtonInput,
  TemplateHeaderInput,
  TemplateVariableInput,
} from '../schema/template-parts.inputs.js';
import type { TemplateDraftInput } from '../schema/template.inputs.js';
import { because } from '../../../common/errors/because.js';

type ContentInput = Pick<TemplateDraftInput, 'header' | 'body' | 'footer' | 'buttons' | 'authentication' | 'category'>;

/** The draft that a caller wrote. @throws DomainError for what could not be stored */
export function draftFromInput(input: TemplateDraftInput, accountId: string): StoredDraft {
  return {
    accountId,
    displayName: input.displayName,
    name: input.name ?? metaNameOf(input.displayName),
    language: input.language,
    category: input.category,
    parameterFormat: input.parameterFormat ?? 'POSITIONAL',
    dataModelId: input.appliesTo?.toLowerCase() ?? null,
    phoneField: input.phoneField ?? null,
    headerFile: headerFileOf(input.headerFile ?? null),
    content: contentOf(input),
    variables: variablesOf(input.variables ?? []),
  };
}

/** The content that a caller wrote. @throws DomainError for what could not be stored */
export function contentOf(input: ContentInput): TemplateContent {
  const problems: Problem[] = [];
  const buttons = (input.buttons ?? []).map((button, index) => buttonOf(button, ['buttons', String(index)], problems));
  const isAuthentication = input.category === 'AUTHENTICATION';
  const authentication = isAuthentication ? authenticationOf(input.authentication ?? null) : null;
  const fixed = authentication === null ? null : fixedBody(authentication.addSecurityRecommendation);
  if (fixed !== null && ![fixed, FIXED_BODY, ''].includes(input.body.trim())) {
    const why = because('CODE_TEMPLATE_BODY');
    problems.push({ code: 'INVALID_INPUT', ...why, path: ['body'] });
  }
  if (!isAuthentication && input.authentication != null) {
    const why = because('CODE_OPTIONS_STRAY');
    problems.push({ code: 'INVALID_INPUT', ...why, path: ['authentication'] });
  }
  if (problems.length > 0) throw new DomainError(...problems);
  return {
    header: headerOf(input.header ?? null),
    body: fixed ?? input.body,
    footer: input.footer ?? null,
    buttons,
    cards: [],
    limitedTimeOffer: null,
    authentication,
    others: [],
  };
}

function headerOf(input: TemplateHeaderInput | null): TemplateContent['header'] {
  if (input === null) return { ...NO_HEADER };
  return { type: input.type, text: input.text ?? null, mediaId: input.mediaId?.toLowerCase() ?? null };
}

/** Where the file of the header comes from, as it is stored. */
export function headerFileOf(input: HeaderFileInput | null): HeaderFile | null {
  if (input === null) return null;
  const { fieldPath, fileNamePath, fileName } = input;
  return { fieldPath, fileNamePath: fileNamePath ?? null, fileName: visibleOrNull(fileName) };
}

export function variablesOf(inputs: readonly TemplateVariableInput[]): TemplateVariable[] {
  return inputs.map(({ buttonIndex, cardIndex, fieldPath, fallback, ...variable }) => ({
    ...variable,
    buttonIndex: buttonIndex ?? null,
    cardIndex: cardIndex ?? null,
    fieldPath: fieldPath ?? null,
    fallback: fallback ?? null,
  }));
}

function authenticationOf(input: AuthenticationOptionsInput | null): TemplateContent['authentication'] & object {
  return {
    addSecurityRecommendation: input?.addSecurityRecommendation ?? true,
    codeExpirationMinutes: input?.codeExpirationMinutes ?? null,
  };
}

function fixedBody(withRecommendation: boolean): string {
  return withRecommendation ? `${FIXED_BODY} ${SECURITY_RECOMMENDATION}` : FIXED_BODY;
}

function buttonOf(input: TemplateButtonInput, path: string[], problems: Problem[]): TemplateButton {
  const otpType = input.oneTimePasswordType ?? OTP_TYPES.find((type) => type === input.otpType) ?? null;
  if (input.otpType != null && otpType === null) {
    const why = because('OTP_TYPE_UNKNOWN', { types: OTP_TYPES.join(', ') });
    problems.push({ code: 'INVALID_INPUT', ...why, path: [...path, 'otpType'] });
  }
  const isDynamic = input.url?.includes('{{') === true;
  if (input.urlType != null && (input.urlType === 'DYNAMIC') !== isDynamic) {
    const why = isDynamic ? because('STATIC_ADDRESS_PLACEHOLDER') : because('DYNAMIC_ADDRESS_PLACEHOLDER');
    problems.push({ code: 'INVALID_INPUT', ...why, path: [...path, 'url'] });
  }
  return {
    ...NO_BUTTON,
    type: input.type,
    text: input.text ?? null,
    phoneNumber: input.phoneNumber ?? null,
    url: input.url ?? null,
    otpType,
    autofillText: input.autofillText ?? null,
    supportedApps: (input.supportedApps ?? []).map(({ packageName, signatureHash }) => ({
      packageName,
      signatureHash,
    })),
    zeroTapTermsAccepted: input.zeroTapTermsAccepted === true,
    flowId: input.flowId ?? null,
    flowAction: input.flowAction ?? null,
    navigateScreen: input.navigateScreen ?? null,
    ttlMinutes: input.ttlMinutes ?? null,
  };
}

/** Stored content as the input that would write it: what an update leaves out stays so. */
export function contentInputOf(content: TemplateContent): Omit<ContentInput, 'category'> {
  return {
    header: content.header,
    body: content.authentication === null ? content.body : '', // Meta's words
    footer: content.authentication === null ? content.footer : null,
    buttons: content.buttons.map(({ raw: _raw, ...button }) => button),
    authentication: content.authentication,
  };
}

import type {
  HeaderFileInput,
  HeaderType,
  TemplateButtonInput,
  TemplateButtonType,
  TemplateCategory,
  TemplateDraftInput,
  TemplateVariableInput,
  UpdateTemplateInput,
  VariablePlacement,
  WholeTemplateFragment,
} from '../../generated/graphql';

/** What a placeholder stands for, as the editor holds it; `key` says which placeholder. */
export interface Variable extends Omit<TemplateVariableInput, 'cardIndex' | 'fieldPath' | 'fallback' | 'buttonIndex'> {
  key: string;
  buttonIndex: number | null;
  fieldPath: string | null;
  fieldLabels: readonly string[] | null;
  fallback: string | null;
}

export interface Draft {
  displayName: string;
  language: string;
  category: TemplateCategory;
  appliesTo: string | null;
  phoneField: string | null;
  headerFile: HeaderFileInput | null;
  headerType: HeaderType;
  headerText: string;
  mediaId: string | null;
  body: string;
  footer: string;
  buttons: TemplateButtonInput[];
  /** Also those whose placeholder is gone at the moment: they come back with it. */
  variables: Record<string, Variable>;
  allowedUserIds: string[];
  allowMultipleRecipients: boolean;
  addSecurityRecommendation: boolean;
  codeExpirationMinutes: number | null;
}

/** Headers that show a file. */
export const FILE_HEADERS: readonly HeaderType[] = ['IMAGE', 'VIDEO', 'DOCUMENT'];
const PLACEHOLDER = /\{\{\s*([^{}\s]+)\s*\}\}/g;
const LOCATION_VALUES = ['latitude', 'longitude', 'name', 'address'];
/** Those that carry a code of their own. */
const CODE_BUTTONS: readonly TemplateButtonType[] = ['COPY_CODE'];

export function draftOf(template: WholeTemplateFragment): Draft {
  const { header, buttons, variables, authentication } = template;
  return {
    displayName: template.displayName,
    language: template.language,
    category: template.category,
    appliesTo: template.appliesTo?.id ?? null,
    phoneField: template.phoneField,
    headerFile: headerFileOf(template),
    headerType: header.type,
    headerText: header.text ?? '',
    mediaId: header.media?.id ?? null,
    body: template.category === 'AUTHENTICATION' ? '' : template.body,
    footer: template.footer ?? '',
    buttons: buttons.map((button) => withoutNothing(button) as TemplateButtonInput),
    variables: Object.fromEntries(
      variables.map(({ cardIndex: _card, ...variable }) => {
        const key = keyOf(variable.placement, variable.name, variable.buttonIndex);
        return [key, { ...variable, key }];
      }),
    ),
    allowedUserIds: template.allowedUsers.map(({ id }) => id),
    allowMultipleRecipients: template.allowMultipleRecipients,
    addSecurityRecommendation: authentication?.addSecurityRecommendation ?? true,
    codeExpirationMinutes: authentication?.codeExpirationMinutes ?? null,
  };
}

function headerFileOf({ headerFile }: WholeTemplateFragment): HeaderFileInput | null {
  if (headerFile === null) return null;
  const { fieldPath, fileNamePath, fileName } = headerFile;
  return { fieldPath, fileNamePath, fileName };
}

/** What is `null` or empty, or only known of what was answered, is no input. */
function withoutNothing(button: WholeTemplateFragment['buttons'][number]): object {
  return Object.fromEntries(
    Object.entries(button).filter(
      ([key, value]) =>
        value !== null && key !== '__typename' && value !== false && !(Array.isArray(value) && value.length === 0),
    ),
  );
}

/** The placeholders that stand in the draft now, each with what it stands for. */
export function variablesIn(draft: Draft): Variable[] {
  const found: Variable[] = [];
  const add = (placement: VariablePlacement, name: string, buttonIndex: number | null): void => {
    const key = keyOf(placement, name, buttonIndex);
    if (found.some((each) => each.key === key)) return;
    const fresh = { source: 'FREE_TEXT', sampleValue: '', fieldPath: null, fieldLabels: null, fallback: null } as const;
    found.push(draft.variables[key] ?? { key, placement, name, buttonIndex, ...fresh });
  };
  if (draft.headerType === 'TEXT') for (const name of placeholders(draft.headerText)) add('HEADER', name, null);
  if (draft.headerType === 'LOCATION') for (const name of LOCATION_VALUES) add('LOCATION', name, null);
  if (draft.category === 'AUTHENTICATION') add('BODY', '1', null);
  else for (const name of placeholders(draft.body)) add('BODY', name, null);
  draft.buttons.forEach((button, index) => {
    if (CODE_BUTTONS.includes(button.type)) add('BUTTON', '1', index);
    for (const name of placeholders(button.url ?? '')) add('BUTTON', name, index);
  });
  return found;
}

/** With {{1}}, or whatever comes next, where the cursor is. */
export function nextPlaceholder(text: string): string {
  const numbers = placeholders(text).map(Number).filter(Number.isFinite);
  return `{{${Math.max(0, ...numbers) + 1}}}`;
}

function placeholders(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)].map(([, name]) => name ?? '');
}

/** A text with its samples, as the reviewers at Meta see it. */
export function filled(text: string, placement: VariablePlacement, variables: readonly Variable[]): string {
  return text.replace(PLACEHOLDER, (whole, name: string) => {
    const sample = variables.find((each) => each.placement === placement && each.name === name)?.sampleValue ?? '';
    return sample === '' ? whole : sample;
  });
}

function contentOf(draft: Draft) {
  const isAuthentication = draft.category === 'AUTHENTICATION';
  return {
    displayName: draft.displayName,
    category: draft.category,
    appliesTo: draft.appliesTo,
    phoneField: draft.phoneField,
    headerFile: isAuthentication || !FILE_HEADERS.includes(draft.headerType) ? null : draft.headerFile,
    body: isAuthentication ? '' : draft.body,
    footer: draft.footer === '' || isAuthentication ? null : draft.footer,
    header:
      draft.headerType === 'NONE' || isAuthentication
        ? null
        : {
            type: draft.headerType,
            ...(draft.headerType === 'TEXT' && { text: draft.headerText }),
            ...(draft.mediaId !== null && draft.headerType !== 'TEXT' && { mediaId: draft.mediaId }),
          },
    buttons: draft.buttons,
    variables: variablesIn(draft).map(({ key: _key, fieldLabels: _labels, ...variable }): TemplateVariableInput => ({
      ...variable,
      fieldPath: variable.source === 'FIELD' ? variable.fieldPath : null,
    })),
    allowedUserIds: draft.allowedUserIds,
    allowMultipleRecipients: draft.allowMultipleRecipients,
    ...(isAuthentication && {
      authentication: {
        addSecurityRecommendation: draft.addSecurityRecommendation,
        codeExpirationMinutes: draft.codeExpirationMinutes,
      },
    }),
  };
}

export function draftInput(draft: Draft, template: WholeTemplateFragment): TemplateDraftInput {
  const { language, parameterFormat } = template;
  return { ...contentOf(draft), accountId: template.account.id, name: template.name, language, parameterFormat };
}

export function updateInput(draft: Draft, template: WholeTemplateFragment): UpdateTemplateInput {
  const language = draft.language === template.language ? {} : { language: draft.language };
  return { ...contentOf(draft), ...language, id: template.id };
}

function keyOf(placement: VariablePlacement, name: string, buttonIndex: number | null): string {
  return `${placement} ${buttonIndex ?? ''} ${name}`;
}

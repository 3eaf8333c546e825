import { Injectable } from '@nestjs/common';
import type { Problem } from '../../../common/errors/domain-error.js';
import {
  placeholderKey,
  placeholdersOf,
  type Placeholder,
  type TemplateContent,
} from '../../../whatsapp/templates/template-content.js';
import type { Location } from '../../../whatsapp/messages/template-message.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { UsersService } from '../../users/users.service.js';
import { ResolveFieldsService, type ResolvedField } from '../../variables/resolve-fields.service.js';
import type { RecordValues } from '../../variables/domain/record-values.js';
import { filledProblems } from '../domain/checks/filled-problems.js';
import { resolveLocation } from '../domain/resolve-location.js';
import { resolveVariable, type ResolvedVariable } from '../domain/resolve-variables.js';
import type { TemplateVariable } from '../domain/template.js';
import { FillHeaderFilesService, type FilledHeaderFile } from './fill-header-files.service.js';
import type { VariableValueInput } from '../schema/template.inputs.js';
import type { Template } from '../templates.service.js';
import { because } from '../../../common/errors/because.js';

/** Fill target: for whom a template is filled in, with the values that the caller supplied. */
export interface FillTarget {
  record: { values: RecordValues; portalUrl: string | null } | null;
  values: readonly VariableValueInput[];
  location: Location | null;
  /** The file for the header that the caller supplied; null: none. */
  mediaId: string | null;
  /** Where the target stands in the caller's input. */
  path: string[];
}

/** A variable with its text. */
export interface FilledVariable extends ResolvedVariable {
  variable: TemplateVariable;
}

/** A template filled in for one target. */
export interface FilledTemplate {
  /** By `placeholderKey`. */
  texts: Map<string, string>;
  variables: FilledVariable[];
  location: Location | null;
  /** Found by the template's headerFile; null when it has none, or the caller supplied a file. */
  headerFile: FilledHeaderFile | null;
  /** Found by the template's phone field; null when it has none, or the record has none. */
  phoneNumber: string | null;
  problems: Problem[];
}

/** Fills in templates: supplied values, fields of records, the sender, fallbacks. */
@Injectable()
export class FillTemplateService {
  constructor(
    private readonly fields: ResolveFieldsService,
    private readonly users: UsersService,
    private readonly headerFiles: FillHeaderFilesService,
  ) {}

  /**
   * Fills in `content` for each target, in order; what is missing is in its `problems`. The number of queries does not
   * grow with the targets.
   */
  async fill(
    viewer: Viewer,
    template: Template,
    content: TemplateContent,
    targets: readonly FillTarget[],
  ): Promise<FilledTemplate[]> {
    const variables = variablesIn(template, content);
    const paths = variables.map(({ source, fieldPath }) => (source === 'FIELD' ? (fieldPath ?? '') : ''));
    const { phoneField, headerFile } = template;
    const others = [phoneField, headerFile?.fieldPath, headerFile?.fileNamePath];
    const fieldPaths = [...new Set([...paths, ...others.map((path) => path ?? '')])].filter((path) => path !== '');
    const modelId = template.dataModelId ?? '';
    const roots = targets.map(({ record }) => ({ modelId, values: record?.values ?? {} }));
    const resolved = fieldPaths.length === 0 ? [] : await this.fields.resolve(template.accountId, roots, fieldPaths);
    const sender = viewer.kind === 'USER' ? await this.users.find(viewer.id) : null;
    const fields = targets.map(
      (_target, index) => new Map(fieldPaths.map((path, column) => [path, resolved[index]?.[column] ?? null])),
    );
    const files = await this.headerFiles.fill(template, content, targets, fields);
    return targets.map((target, index) => {
      const filled = fillOne(template, content, variables, target, fields[index] ?? new Map(), sender);
      const { file = null, problem = null } = files[index] ?? {};
      if (problem !== null) filled.problems.push({ ...problem, path: [...target.path, 'mediaId'] });
      return { ...filled, headerFile: file };
    });
  }
}

function fillOne(
  template: Template,
  content: TemplateContent,
  variables: readonly TemplateVariable[],
  target: FillTarget,
  fields: ReadonlyMap<string, ResolvedField | null>,
  sender: { name: string; phoneNumber: string | null } | null,
): Omit<FilledTemplate, 'headerFile'> {
  const known = new Set(variables.map(placeholderKey));
  const supplied = new Map(target.values.map((value) => [placeholderKey(placeholderOf(value)), value.value]));
  const problems: Problem[] = target.values.flatMap((value, index) =>
    known.has(placeholderKey(placeholderOf(value)))
      ? []
      : [noSuchPlaceholder([...target.path, 'values', String(index)])],
  );
  const filled = variables.map((variable): FilledVariable => {
    const field = target.record === null ? null : (fields.get(variable.fieldPath ?? '') ?? null);
    const sources = {
      language: template.language,
      field,
      supplied: supplied.get(placeholderKey(variable)) ?? null,
      sender,
      portalUrl: target.record?.portalUrl ?? null,
      buttonUrl: buttonUrlOf(content, variable),
    };
    return { variable, ...resolveVariable(variable, sources) };
  });
  const texts = new Map(
    filled.flatMap(({ variable, value }) => (value === null ? [] : [[placeholderKey(variable), value] as const])),
  );
  const isLocated = target.location !== null;
  for (const { variable, problem } of filled) {
    if (problem === null || (isLocated && variable.placement === 'LOCATION')) continue;
    problems.push({ ...problem, path: [...target.path, variable.placement === 'LOCATION' ? 'location' : 'values'] });
  }
  const location = resolveLocation(content, texts, target.location);
  const isRefused = location !== null && 'reason' in location;
  if (isRefused) {
    problems.push({ code: 'INVALID_INPUT', ...location, path: [...target.path, 'location'] });
  }
  problems.push(...filledProblems(content, texts, [...target.path, 'values']));
  const phone = fields.get(template.phoneField ?? '');
  return {
    texts,
    variables: filled,
    location: isRefused ? null : location,
    phoneNumber: target.record !== null && typeof phone?.value === 'string' ? phone.value : null,
    problems,
  };
}

/** The variables of content, one a placeholder: as bound by the template, else a text to be supplied. */
function variablesIn({ variables }: Template, content: TemplateContent): TemplateVariable[] {
  const byKey = new Map(variables.map((variable) => [placeholderKey(variable), variable]));
  return placeholdersOf(content).map(
    (placeholder) =>
      byKey.get(placeholderKey(placeholder)) ?? {
        ...placeholder,
        source: 'FREE_TEXT',
        fieldPath: null,
        sampleValue: '',
        fallback: null,
      },
  );
}

function placeholderOf({ placement, name, buttonIndex, cardIndex }: VariableValueInput): Placeholder {
  return { placement: placement ?? 'BODY', name, buttonIndex: buttonIndex ?? null, cardIndex: cardIndex ?? null };
}

function buttonUrlOf(content: TemplateContent, { placement, buttonIndex, cardIndex }: Placeholder): string | null {
  if (placement !== 'BUTTON' || buttonIndex === null) return null;
  const buttons = cardIndex === null ? content.buttons : content.cards[cardIndex]?.buttons;
  const button = buttons?.[buttonIndex];
  return button?.type === 'VISIT_WEBSITE' ? button.url : null;
}

function noSuchPlaceholder(path: string[]): Problem {
  return { code: 'INVALID_INPUT', ...because('TEMPLATE_PLACEHOLDER_UNKNOWN'), path };
}

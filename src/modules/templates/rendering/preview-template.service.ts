import { Injectable } from '@nestjs/common';
import { DomainError, notFound, type Problem } from '../../../common/errors/domain-error.js';
import { Loaders } from '../../../common/graphql/loaders.js';
import { isId } from '../../../common/ids.js';
import { textOf } from '../../../whatsapp/json.js';
import { sendingNeeds } from '../../../whatsapp/templates/sending-needs.js';
import { renderTemplate } from '../../../whatsapp/messages/rendered-template.js';
import { DefaultCountriesService } from '../../accounts/phone-numbers/default-countries.service.js';
import { MediaLinks } from '../../media/media-links.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { DataModelsService } from '../../variables/data-models.service.js';
import { isOpenTo } from '../../variables/domain/model-access.js';
import { readValues, type RecordValues } from '../../variables/domain/record-values.js';
import { recordKey, RecordsService, type DataRecord } from '../../variables/records.service.js';
import { bindsHeaderFile } from '../domain/header-file.js';
import { FillTemplateService, type FillTarget } from './fill-template.service.js';
import { placeholderKey } from '../../../whatsapp/templates/template-content.js';
import { sendingProblems } from '../domain/checks/sending-problems.js';
import type { PreviewInput } from '../schema/template.inputs.js';
import type { TemplatePreview } from '../schema/template.types.js';
import type { Template } from '../templates.service.js';
import { because, type Because } from '../../../common/errors/because.js';

/** The record that a template is filled in from; `id` is null for an inline one. */
export interface FillRecord {
  id: string | null;
  values: RecordValues;
  portalUrl: string | null;
}

/** Template previews: what a customer would read, with a record (stored or inline) or with the samples. */
@Injectable()
export class PreviewTemplateService {
  constructor(
    private readonly models: DataModelsService,
    private readonly records: RecordsService,
    private readonly filling: FillTemplateService,
    private readonly links: MediaLinks,
    private readonly defaultCountries: DefaultCountriesService,
  ) {}

  async preview(viewer: Viewer, template: Template, input: PreviewInput): Promise<TemplatePreview> {
    const { content } = template;
    const record = await this.findRecord(template, input, []);
    const values = input.values ?? [];
    const target: FillTarget = { record, values, location: null, mediaId: null, path: [] };
    const [filled] = await this.filling.fill(viewer, template, content, [target]);
    if (filled === undefined) throw new Error('A preview was asked for and not made.');
    const samples = new Map(template.variables.map((variable) => [placeholderKey(variable), variable.sampleValue]));
    const isSample = record === null && values.length === 0;
    const texts = new Map([...samples, ...(isSample ? [] : filled.texts)]);
    const { link = null, mediaId = null, fileName = null } = isSample ? {} : (filled.headerFile ?? {});
    const isBound = !isSample && bindsHeaderFile(template);
    const shownId = isBound ? mediaId : content.header.mediaId;
    return {
      ...renderTemplate(content, texts),
      content,
      needs: sendingNeeds(content, textOf(template.remoteSettings, 'sub_category')),
      mediaUrl: shownId === null ? null : this.links.urlOf(shownId),
      headerLink: link,
      headerFileName: content.header.type === 'DOCUMENT' ? fileName : null,
      recipient: filled.phoneNumber,
      errors: [...sendingProblems(template, []), ...(isSample ? [] : filled.problems)],
      variables: filled.variables.map(({ variable, value, rawValue, type, usedFallback, problem }) =>
        isSample
          ? { variable, value: variable.sampleValue, rawValue: null, type: null, usedFallback: false, error: null }
          : { variable, value, rawValue, type, usedFallback, error: problem },
      ),
    };
  }

  /**
   * Finds the record that the input names or contains; null when it does neither. `loaders`: where there are many inputs.
   * @throws DomainError (INVALID_INPUT, INVALID_FORMAT, NOT_FOUND) below `path`
   */
  async findRecord(
    template: Template,
    { recordId, recordExternalId, record }: NamedRecord,
    path: string[],
    loaders = new Loaders(),
  ): Promise<FillRecord | null> {
    const given = Object.entries({ recordId, recordExternalId, record }).filter(([, value]) => value != null);
    const [[givenAs] = [null], second] = given;
    if (givenAs === null) return null;
    if (second !== undefined) throw refused(because('RECORD_ONE_WAY'), [...path, second[0]]);
    const { dataModelId } = template;
    const model = dataModelId === null ? null : await loaders.load(this.models.byIds, dataModelId);
    if (model === null || !isOpenTo(model, template.accountId))
      throw refused(because('TEMPLATE_WITHOUT_MODEL'), [...path, givenAs]);
    if (recordId != null) {
      const stored = isId(recordId) ? await loaders.load(this.records.byIds, recordId.toLowerCase()) : null;
      if (stored === null) throw notFound('record', ...path, 'recordId');
      if (stored.modelId !== model.id) {
        throw refused(because('RECORD_OF_OTHER_MODEL', { model: model.label }), [...path, 'recordId']);
      }
      return fillRecordOf(stored);
    }
    if (recordExternalId != null) {
      const key = { modelId: model.id, externalId: recordExternalId };
      const stored = await loaders.load(this.records.byExternalIds, recordKey(key));
      if (stored === null) throw notFound(`record of ${model.label}`, ...path, 'recordExternalId');
      return fillRecordOf(stored);
    }
    const { values, problems } = readValues(
      model.fields,
      record,
      await loaders.load(this.defaultCountries.byAccountIds, template.accountId),
      ...path,
      'record',
    );
    if (problems.length > 0) throw new DomainError(...problems);
    return { id: null, values, portalUrl: null };
  }
}

/** A record as a caller names it: by one of these, or none. */
export type NamedRecord = Pick<PreviewInput, 'recordId' | 'recordExternalId' | 'record'>;

function fillRecordOf({ id, values, portalUrl }: DataRecord): FillRecord {
  return { id, values, portalUrl };
}

function refused(why: Because, path: string[]): DomainError {
  const problem: Problem = { code: 'INVALID_INPUT', ...why, path };
  return new DomainError(problem);
}

import { Injectable } from '@nestjs/common';
import { DomainError, type Problem } from '../../common/errors/domain-error.js';
import type { RecipientInput } from '../messages/schema/message.inputs.js';
import { DefaultCountriesService } from '../accounts/phone-numbers/default-countries.service.js';
import { TemplateRecipientsService, type PreparedRecipient } from '../messages/outbound/template-recipients.service.js';
import type { Template } from '../templates/templates.service.js';
import type { Viewer } from '../users/domain/viewer.js';
import { RecordsService } from '../variables/records.service.js';
import type { StartBroadcastInput } from './broadcast.inputs.js';
import type { SkippedEntry } from './broadcast.entity.js';
import { MAX_RECIPIENTS } from './domain/broadcast.js';

/** Whom a broadcast goes to, and whom it cannot go to. */
export interface ChosenRecipients {
  chosen: ChosenRecipient[];
  skipped: SkippedEntry[];
}

export interface ChosenRecipient {
  /** Of the recipient in the list, or of the record among those that matched. */
  index: number;
  recipient: PreparedRecipient;
}

/** Reads the recipients of a broadcast, as a list or as a filter on records, and fills in the template for each. */
@Injectable()
export class ChooseRecipientsService {
  constructor(
    private readonly records: RecordsService,
    private readonly recipients: TemplateRecipientsService,
    private readonly defaultCountries: DefaultCountriesService,
  ) {}

  /** Null: so many records match that they are prepared in the background. @throws DomainError when the input names nobody, or too many */
  async choose(viewer: Viewer, template: Template, input: StartBroadcastInput): Promise<ChosenRecipients | null> {
    const inputs = await this.inputs(template, input);
    return inputs === null ? null : this.prepare(viewer, template, inputs, 0);
  }

  /** Fills in the template for recipients of whom the first has this index in the list; null: somebody who was erased. */
  async prepare(
    viewer: Viewer,
    template: Template,
    recipients: readonly (RecipientInput | null)[],
    firstIndex: number,
  ): Promise<ChosenRecipients> {
    const inputs = recipients.flatMap((input, place) => (input === null ? [] : [{ input, index: firstIndex + place }]));
    const outcomes = await this.recipients.prepare(
      viewer,
      template,
      inputs.map(({ input }) => input),
    );
    const skipped: SkippedEntry[] = [];
    const chosen = outcomes.flatMap(({ prepared: recipient, problems }, place): ChosenRecipient[] => {
      const { input, index } = inputs[place] ?? { input: null, index: firstIndex + place };
      if (recipient !== null) return [{ index, recipient }];
      skipped.push({
        index,
        recordId: input?.recordId ?? null,
        problems: problems.map((problem) => inList(problem, index)),
      });
      return [];
    });
    return { chosen, skipped };
  }

  /** The last of the records there are now: one that comes later is not meant. */
  async lastRecordId({ dataModelId }: Template): Promise<string | null> {
    return dataModelId === null ? null : this.records.lastId(dataModelId);
  }

  /** The next records that match, in the order of their ids. */
  async recordsAfter(
    { accountId, dataModelId }: Template,
    filter: object,
    range: { after: string | null; until: string | null; limit: number },
  ): Promise<{ recordId: string }[]> {
    if (dataModelId === null) return [];
    const defaultCountry = await this.defaultCountries.of(accountId);
    const ids = await this.records.matching(
      accountId,
      dataModelId,
      filter,
      { ...range, defaultCountry },
      'recordFilter',
    );
    return ids.map((recordId) => ({ recordId }));
  }

  private async inputs(
    template: Template,
    { recipients, recordFilter, skipInvalid, inBackground }: StartBroadcastInput,
  ): Promise<RecipientInput[] | null> {
    if (recipients != null && recordFilter != null) {
      throw refused('Give a list of recipients or a filter, not both.', 'recordFilter');
    }
    if (recipients != null) {
      if (recipients.length > 0) return inBackground ? null : recipients;
      throw new DomainError({ code: 'REQUIRED', message: 'There is no recipient.', path: ['recipients'] });
    }
    if (recordFilter == null) {
      const message = 'Say who gets it: recipients, or a recordFilter.';
      throw new DomainError({ code: 'REQUIRED', message, path: ['recipients'] });
    }
    const most = inBackground ? 0 : MAX_RECIPIENTS;
    return this.matching(template, recordFilter, most, skipInvalid);
  }

  private async matching(
    { accountId, dataModelId, phoneField }: Template,
    filter: unknown,
    most: number,
    skipInvalid: boolean,
  ): Promise<RecipientInput[] | null> {
    if (dataModelId === null || phoneField === null) {
      const message = 'The template needs a data model (appliesTo) and a phoneField, so that records tell who gets it.';
      throw refused(message, 'recordFilter');
    }
    const defaultCountry = await this.defaultCountries.of(accountId);
    const limits = { limit: most + 1, defaultCountry };
    const ids = await this.records.matching(accountId, dataModelId, filter, limits, 'recordFilter');
    if (ids.length === 0) throw refused('No record matches.', 'recordFilter');
    if (ids.length > most && skipInvalid) return null;
    if (ids.length > most) {
      const message = `More than ${MAX_RECIPIENTS} records match: set skipInvalid, so that they are prepared in the background, or narrow the filter.`;
      throw new DomainError({ code: 'TOO_LONG', message, path: ['recordFilter'], limit: MAX_RECIPIENTS });
    }
    return ids.map((recordId) => ({ recordId }));
  }
}

/** Where it stands in the whole list. */
function inList(problem: Problem, index: number): Problem {
  const [list, , ...rest] = problem.path ?? [];
  return list === 'recipients' ? { ...problem, path: [list, String(index), ...rest] } : problem;
}

function refused(message: string, ...path: string[]): DomainError {
  return new DomainError({ code: 'INVALID_INPUT', message, path });
}

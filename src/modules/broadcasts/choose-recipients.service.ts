import { Injectable } from '@nestjs/common';
import { DomainError, type Problem } from '../../common/errors/domain-error.js';
import type { RecipientInput } from '../messages/schema/message.inputs.js';
import { DefaultCountriesService } from '../accounts/phone-numbers/default-countries.service.js';
import { TemplateRecipientsService, type PreparedRecipient } from '../messages/outbound/template-recipients.service.js';
import type { Template } from '../templates/templates.service.js';
import type { Viewer } from '../users/domain/viewer.js';
import { MatchingRecordsService } from '../variables/filters/matching-records.service.js';
import type { StartBroadcastInput } from './schema/broadcast.inputs.js';
import type { SkippedEntry } from './broadcast.entity.js';
import { MAX_RECIPIENTS } from './domain/broadcast.js';
import { because, type Because } from '../../common/errors/because.js';

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
    private readonly records: MatchingRecordsService,
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
      throw refused(because('RECIPIENTS_TWO_WAYS'), 'recordFilter');
    }
    if (recipients != null) {
      if (recipients.length > 0) return inBackground ? null : recipients;
      throw new DomainError({ code: 'REQUIRED', ...because('RECIPIENTS_EMPTY'), path: ['recipients'] });
    }
    if (recordFilter == null) {
      const why = because('RECIPIENTS_MISSING');
      throw new DomainError({ code: 'REQUIRED', ...why, path: ['recipients'] });
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
      const why = because('TEMPLATE_NAMES_NO_RECIPIENT');
      throw refused(why, 'recordFilter');
    }
    const defaultCountry = await this.defaultCountries.of(accountId);
    const limits = { limit: most + 1, defaultCountry };
    const ids = await this.records.matching(accountId, dataModelId, filter, limits, 'recordFilter');
    if (ids.length === 0) throw refused(because('NO_RECORD_MATCHES'), 'recordFilter');
    if (ids.length > most && skipInvalid) return null;
    if (ids.length > most) {
      const why = because('TOO_MANY_RECORDS_MATCH', { limit: MAX_RECIPIENTS });
      throw new DomainError({ code: 'TOO_LONG', ...why, path: ['recordFilter'], limit: MAX_RECIPIENTS });
    }
    return ids.map((recordId) => ({ recordId }));
  }
}

/** Where it stands in the whole list. */
function inList(problem: Problem, index: number): Problem {
  const [list, , ...rest] = problem.path ?? [];
  return list === 'recipients' ? { ...problem, path: [list, String(index), ...rest] } : problem;
}

function refused(why: Because, ...path: string[]): DomainError {
  return new DomainError({ code: 'INVALID_INPUT', ...why, path });
}

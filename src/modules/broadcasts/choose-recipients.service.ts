import { Injectable } from '@nestjs/common';
import { DomainError } from '../../common/errors/domain-error.js';
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

  /** @throws DomainError when the input names nobody, or too many */
  async choose(viewer: Viewer, template: Template, input: StartBroadcastInput): Promise<ChosenRecipients> {
    const inputs = await this.inputs(template, input);
    const outcomes = await this.recipients.prepare(viewer, template, inputs);
    const skipped: SkippedEntry[] = [];
    const chosen = outcomes.flatMap(({ prepared: recipient, problems }, index): ChosenRecipient[] => {
      if (recipient !== null) return [{ index, recipient }];
      skipped.push({ index, recordId: inputs[index]?.recordId ?? null, problems });
      return [];
    });
    return { chosen, skipped };
  }

  private async inputs(
    template: Template,
    { recipients, recordFilter }: StartBroadcastInput,
  ): Promise<RecipientInput[]> {
    if (recipients != null && recordFilter != null) {
      throw refused('Give a list of recipients or a filter, not both.', 'recordFilter');
    }
    if (recipients != null) {
      if (recipients.length > 0) return recipients;
      throw new DomainError({ code: 'REQUIRED', message: 'There is no recipient.', path: ['recipients'] });
    }
    if (recordFilter == null) {
      const message = 'Say who gets it: recipients, or a recordFilter.';
      throw new DomainError({ code: 'REQUIRED', message, path: ['recipients'] });
    }
    return this.matching(template, recordFilter);
  }

  private async matching({ accountId, dataModelId, phoneField }: Template, filter: unknown): Promise<RecipientInput[]> {
    if (dataModelId === null || phoneField === null) {
      const message = 'The template needs a data model (appliesTo) and a phoneField, so that records tell who gets it.';
      throw refused(message, 'recordFilter');
    }
    const defaultCountry = await this.defaultCountries.of(accountId);
    const limits = { limit: MAX_RECIPIENTS + 1, defaultCountry };
    const ids = await this.records.matching(accountId, dataModelId, filter, limits, 'recordFilter');
    if (ids.length === 0) throw refused('No record matches.', 'recordFilter');
    if (ids.length > MAX_RECIPIENTS) {
      const message = `More than ${MAX_RECIPIENTS} records match: narrow the filter, and start several broadcasts.`;
      throw new DomainError({ code: 'TOO_LONG', message, path: ['recordFilter'], limit: MAX_RECIPIENTS });
    }
    return ids.map((recordId) => ({ recordId }));
  }
}

function refused(message: string, ...path: string[]): DomainError {
  return new DomainError({ code: 'INVALID_INPUT', message, path });
}

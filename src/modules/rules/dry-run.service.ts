import { Injectable } from '@nestjs/common';
import { DomainError, type Problem } from '../../common/errors/domain-error.js';
import { DefaultCountriesService } from '../accounts/phone-numbers/default-countries.service.js';
import { TemplateRecipientsService } from '../messages/outbound/template-recipients.service.js';
import { TemplatesService } from '../templates/templates.service.js';
import type { Viewer } from '../users/domain/viewer.js';
import { MatchingRecordsService } from '../variables/filters/matching-records.service.js';
import type { RecordRuleEntity } from './record-rule.entity.js';
import { withoutList } from './runs/run-rules.service.js';
import { because } from '../../common/errors/because.js';

/** More are not counted. */
const MAX_COUNTED = 10_000;
const MAX_SAMPLES = 25;

/** One record that matches now, and what it would be sent. */
export interface DryRunSample {
  recordId: string;
  phoneNumber: string | null;
  text: string | null;
  errors: Problem[];
}

/** Which records match a rule now, and what the first of them would be sent. Nothing is sent. */
export interface DryRun {
  matchCount: number;
  hasMore: boolean;
  samples: DryRunSample[];
}

/** Dry runs of rules. */
@Injectable()
export class DryRunService {
  constructor(
    private readonly templates: TemplatesService,
    private readonly recipients: TemplateRecipientsService,
    private readonly matching: MatchingRecordsService,
    private readonly defaultCountries: DefaultCountriesService,
  ) {}

  /** @throws DomainError where the filter does not fit the model, or takes too long */
  async run(viewer: Viewer, rule: RecordRuleEntity, first: number): Promise<DryRun> {
    if (first < 0 || first > MAX_SAMPLES) {
      const why = because('SAMPLES_OUT_OF_RANGE', { limit: MAX_SAMPLES });
      throw new DomainError({ code: 'INVALID_INPUT', ...why, path: ['first'], limit: MAX_SAMPLES });
    }
    const { accountId, dataModelId, recordFilter } = rule;
    const template = await this.templates.require(viewer, rule.templateId);
    const range = { limit: MAX_COUNTED + 1, defaultCountry: await this.defaultCountries.of(accountId) };
    const ids = await this.matching.matching(accountId, dataModelId, recordFilter, range, 'recordFilter');
    const shown = ids.slice(0, first);
    const outcomes = await this.recipients.prepare(
      viewer,
      template,
      shown.map((recordId) => ({ recordId })),
    );
    return {
      matchCount: Math.min(ids.length, MAX_COUNTED),
      hasMore: ids.length > MAX_COUNTED,
      samples: shown.map((recordId, index): DryRunSample => {
        const prepared = outcomes[index]?.prepared ?? null;
        const waId = prepared?.address.waId ?? null;
        return {
          recordId,
          phoneNumber: waId === null ? null : `+${waId}`,
          text: prepared?.text ?? null,
          errors: (outcomes[index]?.problems ?? []).map(withoutList),
        };
      }),
    };
  }
}

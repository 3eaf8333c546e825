import { Injectable } from '@nestjs/common';
import { DomainError, notFound, type Problem } from '../../../common/errors/domain-error.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { DataModelsService } from '../../variables/data-models.service.js';
import { TemplateChecksService } from './template-checks.service.js';
import type { TemplateDraftInput } from '../schema/template.inputs.js';
import { unsendableDraftProblems } from '../domain/checks/sending-problems.js';
import { TemplateDraftsService } from './template-drafts.service.js';

/** Validates drafts without storing them. */
@Injectable()
export class ValidateTemplateService {
  constructor(
    private readonly drafts: TemplateDraftsService,
    private readonly models: DataModelsService,
    private readonly checks: TemplateChecksService,
  ) {}

  /** Every problem of the draft: what could not be stored, or what Meta would refuse. */
  async validate(viewer: Viewer, input: TemplateDraftInput): Promise<Problem[]> {
    try {
      const draft = await this.drafts.draftFrom(viewer, input);
      const [models = []] = await this.models.openTo([draft.accountId]);
      const hasModel = draft.dataModelId === null || models.some(({ id }) => id === draft.dataModelId);
      const problems = [...unsendableDraftProblems(draft), ...(await this.checks.problemsOf(draft.accountId, draft))];
      return hasModel ? problems : [...notFound('data model', 'appliesTo').problems, ...problems];
    } catch (error) {
      if (error instanceof DomainError) return error.problems;
      throw error;
    }
  }
}

import { Injectable } from '@nestjs/common';
import type { Problem } from '../../common/errors/domain-error.js';
import { DataModelsService } from '../variables/data-models.service.js';
import { MediaService } from '../media/media.service.js';
import { problemsOf, type Surroundings } from './domain/template-problems.js';
import type { TemplateDraft } from './domain/template.js';

/** Looks at a template with everything that it refers to. */
@Injectable()
export class TemplateChecksService {
  constructor(
    private readonly models: DataModelsService,
    private readonly media: MediaService,
  ) {}

  async problemsOf(accountId: string, draft: TemplateDraft): Promise<Problem[]> {
    return problemsOf(draft, await this.surroundings(accountId, draft));
  }

  private async surroundings(accountId: string, { content }: TemplateDraft): Promise<Surroundings> {
    const { mediaId } = content.header;
    const media = mediaId === null ? null : await this.media.ofAccount(accountId, mediaId);
    return {
      models: await this.models.list(),
      headerMedia: media === null ? null : { mimeType: media.mimeType, size: media.size ?? 0 },
    };
  }
}

import { Injectable } from '@nestjs/common';
import type { Problem } from '../../../common/errors/domain-error.js';
import { Loaders } from '../../../common/graphql/loaders.js';
import { isId } from '../../../common/ids.js';
import { DataModelsService } from '../../variables/data-models.service.js';
import { MediaService } from '../../media/media.service.js';
import type { SampleFile } from '../domain/checks/sample-problems.js';
import { problemsOf, type TemplateReferences } from '../domain/checks/template-problems.js';
import { contentFromMeta } from '../../../whatsapp/templates/template-components.js';
import type { JsonRecord } from '../../../whatsapp/json.js';
import { draftOf, type TemplateDraft } from '../domain/template.js';

/** A template as it is stored, and as Meta has it. */
interface TemplateToCheck extends TemplateDraft {
  accountId: string;
  remoteComponents: readonly JsonRecord[] | null;
}

/** Template checks: everything that Meta would refuse in a draft, with the models and the file that it refers to. */
@Injectable()
export class TemplateChecksService {
  constructor(
    private readonly models: DataModelsService,
    private readonly media: MediaService,
  ) {}

  /** All problems of a draft at once. `loaders`: those of the request, where many drafts are checked. */
  async problemsOf(accountId: string, draft: TemplateDraft, loaders = new Loaders()): Promise<Problem[]> {
    return problemsOf(draft, await this.referencesOf(accountId, draft, loaders));
  }

  /** All problems of a template at once; what only Meta can make of it is none where Meta has it. */
  async problemsOfTemplate(template: TemplateToCheck, loaders = new Loaders()): Promise<Problem[]> {
    const { accountId, remoteComponents, category } = template;
    const draft = draftOf(template);
    const atMeta = remoteComponents && contentFromMeta(remoteComponents, category === 'AUTHENTICATION').content;
    return problemsOf(draft, { ...(await this.referencesOf(accountId, draft, loaders)), atMeta });
  }

  private async referencesOf(
    accountId: string,
    { content }: TemplateDraft,
    loaders: Loaders,
  ): Promise<TemplateReferences> {
    const sampleOf = async (mediaId: string | null): Promise<SampleFile | null> => {
      const media = mediaId === null || !isId(mediaId) ? null : await loaders.load(this.media.byIds, mediaId);
      const isUsable = media?.accountId === accountId && media.state === 'STORED';
      return isUsable ? { mimeType: media.mimeType, size: media.size ?? 0 } : null;
    };
    const [models, headerMedia, ...cardMedia] = await Promise.all([
      loaders.load(this.models.openTo, accountId),
      sampleOf(content.header.mediaId),
      ...content.cards.map(({ mediaId = null }) => sampleOf(mediaId)),
    ]);
    return { models, headerMedia, cardMedia };
  }
}

import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { DomainError, type Problem } from '../../../common/errors/domain-error.js';
import { Loaders } from '../../../common/graphql/loaders.js';
import { isId, newId } from '../../../common/ids.js';
import { sendingNeeds, withProductCards } from '../../../whatsapp/templates/sending-needs.js';
import type { TemplateContent } from '../../../whatsapp/templates/template-content.js';
import { isRecord, textOf } from '../../../whatsapp/json.js';
import { renderTemplate } from '../../../whatsapp/messages/rendered-template.js';
import {
  messageComponents,
  type Location,
  type ProductSection,
  type QuickReplyPayload,
} from '../../../whatsapp/messages/template-message.js';
import type { SenderIdentity } from '../../../whatsapp/webhooks/webhook-parts.js';
import { MediaService, type Media } from '../../media/media.service.js';
import { PreviewTemplateService, type NamedRecord } from '../../templates/rendering/preview-template.service.js';
import { bindsHeaderFile } from '../../templates/domain/header-file.js';
import { approvedContent } from '../../templates/domain/approved-content.js';
import { FillTemplateService, type FilledTemplate } from '../../templates/rendering/fill-template.service.js';
import type { Template } from '../../templates/templates.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { requirementProblems } from '../domain/template-requirements.js';
import type { StoredTemplate } from '../domain/message-content.js';
import type { RecipientInput, TemplateFillingInput } from '../schema/message.inputs.js';
import { readGoods } from './content/template-goods.js';
import { RecipientAddressesService, type RecipientDraft } from './recipient-addresses.service.js';

/** A recipient who can be sent to, and what they are sent. */
export interface PreparedRecipient {
  /** Of the message that it becomes: a flow's answer brings it back, so it stands in the content. */
  messageId: string;
  address: SenderIdentity;
  /** The contact that the address is of; null where it is a number alone. */
  contactId: string | null;
  recordId: string | null;
  content: StoredTemplate;
  text: string;
}

export type RecipientOutcome = { prepared: PreparedRecipient; problems: [] } | { prepared: null; problems: Problem[] };

/** Fills in a template for its recipients and says, of each, everything that is missing, before Meta is called. */
@Injectable()
export class TemplateRecipientsService {
  constructor(
    private readonly clock: Clock,
    private readonly addresses: RecipientAddressesService,
    private readonly media: MediaService,
    private readonly previews: PreviewTemplateService,
    private readonly filling: FillTemplateService,
  ) {}

  /** In the order of the inputs; so are the ids of the messages. */
  async prepare(viewer: Viewer, template: Template, inputs: readonly RecipientInput[]): Promise<RecipientOutcome[]> {
    const loaders = new Loaders();
    const drafts = await Promise.all(
      inputs.map(async (input, index) => {
        const draft = draftOf(input, ['recipients', String(index)]);
        await this.addRecord(template, input, draft, loaders);
        await this.addresses.addByInput(viewer, template, input, draft, loaders);
        return draft;
      }),
    );
    const outcomes = await this.fill(viewer, template, drafts, loaders);
    return outcomes.map((outcome, index) => {
      const textProblems = inputs[index]?.textProblems;
      return textProblems == null ? outcome : { prepared: null, problems: textProblems };
    });
  }

  /** For the contact of a conversation. */
  async prepareFor(
    viewer: Viewer,
    template: Template,
    contactId: string,
    input: TemplateFillingInput,
    path: string[],
  ): Promise<RecipientOutcome> {
    const loaders = new Loaders();
    const draft = draftOf(input, path);
    await this.addRecord(template, input, draft, loaders);
    await this.addresses.addByContact(viewer, template, contactId, draft, loaders);
    const [outcome] = await this.fill(viewer, template, [draft], loaders);
    if (outcome === undefined) throw new Error('A recipient was prepared and is gone.');
    return outcome;
  }

  private async addRecord(
    template: Template,
    { recordId, recordExternalId, record }: NamedRecord,
    draft: RecipientDraft,
    loaders: Loaders,
  ): Promise<void> {
    try {
      draft.record = await this.previews.findRecord(
        template,
        { recordId, recordExternalId, record },
        draft.path,
        loaders,
      );
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      draft.problems.push(...error.problems);
    }
  }

  private async fill(
    viewer: Viewer,
    template: Template,
    drafts: readonly RecipientDraft[],
    loaders: Loaders,
  ): Promise<RecipientOutcome[]> {
    const content = approvedContent(template);
    const targets = drafts.map(({ record, input, path }) => ({
      record,
      values: input.values ?? [],
      location: locationOf(input),
      mediaId: input.mediaId ?? null,
      path,
    }));
    const filled = await this.filling.fill(viewer, template, content, targets);
    for (const [index, draft] of drafts.entries()) {
      this.addresses.addByRecord(template, draft, filled[index]?.phoneNumber ?? null);
    }
    await this.addresses.refuseOptedOut(template, drafts);
    return Promise.all(
      drafts.map(async (draft, index) => {
        const values = filled[index];
        if (values === undefined) throw new Error('A recipient was filled in and is gone.');
        return this.finish(template, content, draft, values, loaders);
      }),
    );
  }

  private async finish(
    template: Template,
    content: TemplateContent,
    { messageId, input, path, address, contactId, record, problems: found }: RecipientDraft,
    filled: FilledTemplate,
    loaders: Loaders,
  ): Promise<RecipientOutcome> {
    const fileOf = (id: string | null): Promise<Media | null> => this.fileOf(template, id, loaders);
    const bound = input.mediaId == null && bindsHeaderFile({ content, headerFile: template.headerFile });
    const mediaId = bound
      ? (filled.headerFile?.mediaId ?? null)
      : (input.mediaId?.toLowerCase() ?? content.header.mediaId);
    const header = bound ? null : await fileOf(mediaId);
    const cardMediaIds = (input.cardMediaIds ?? []).map((id) => id.toLowerCase());
    const cards = await Promise.all(cardMediaIds.map(fileOf));
    const offerExpiresAt = input.offerExpiresAt ?? null;
    const productSections = sectionsOf(input);
    const quickReplyPayloads = payloadsOf(input);
    const { flowData } = input;
    const supplied = {
      mediaId: input.mediaId ?? null,
      ...{ cardMediaIds, offerExpiresAt, productSections, quickReplyPayloads, flowData },
    };
    const missing = requirementProblems(
      content,
      supplied,
      { header: bound ? 'RECORD' : header, cards },
      this.clock.now(),
      path,
    );
    const needs = sendingNeeds(content, textOf(template.remoteSettings, 'sub_category'));
    const { goods, problems: unfit } = readGoods(content, needs, input, this.clock.now(), path);
    const problems = [...found, ...filled.problems, ...missing, ...unfit];
    if (problems.length > 0 || address === null) return { prepared: null, problems };
    const link = filled.headerFile?.link ?? null;
    const fileName = bound ? (filled.headerFile?.fileName ?? null) : (header?.fileName ?? null);
    const sent = withProductCards(content, goods.cardProducts.length);
    const rendered = renderTemplate(sent, filled.texts);
    const place = content.header.type === 'LOCATION' ? placeText(filled.location) : null;
    const texts = { header: rendered.header ?? place, body: rendered.body, footer: rendered.footer };
    const { name, language, parameterFormat } = template;
    const components = messageComponents(sent, parameterFormat, {
      ...goods,
      texts: filled.texts,
      mediaId,
      link,
      fileName,
      location: filled.location,
      cardMediaIds,
      offerExpiresAt,
      productSections,
      thumbnailProductId: input.thumbnailProductRetailerId ?? null,
      flowToken: messageId,
      flowData: isRecord(flowData) ? flowData : null,
      quickReplyPayloads,
    });
    return {
      prepared: {
        messageId,
        address,
        contactId,
        recordId: record?.id ?? null,
        text: [texts.header, texts.body, texts.footer].filter((text) => text !== null && text !== '').join('\n'),
        content: {
          ...texts,
          name,
          language,
          buttons: rendered.buttons,
          mediaId: bound || header !== null ? mediaId : null,
          headerLink: link,
          headerFileName: content.header.type === 'DOCUMENT' ? fileName : null,
          ...goods,
          components,
        },
      },
      problems: [],
    };
  }

  private async fileOf({ accountId }: Template, id: string | null, loaders: Loaders): Promise<Media | null> {
    const media = id === null || !isId(id) ? null : await loaders.load(this.media.byIds, id);
    return media?.accountId === accountId && media.state === 'STORED' ? media : null;
  }
}

/** Draws the message's id. Called before anything is waited for, so that ids are in the order of the recipients. */
function draftOf(input: TemplateFillingInput, path: string[]): RecipientDraft {
  return { messageId: newId(), input, path, record: null, address: null, contactId: null, problems: [] };
}

function locationOf({ location }: TemplateFillingInput): Location | null {
  if (location == null) return null;
  const { latitude, longitude, name, address } = location;
  return { latitude, longitude, name: name ?? null, address: address ?? null };
}

function sectionsOf({ productSections }: TemplateFillingInput): ProductSection[] {
  return (productSections ?? []).map(({ title, productRetailerIds }) => ({ title: title ?? null, productRetailerIds }));
}

function payloadsOf({ quickReplyPayloads }: TemplateFillingInput): QuickReplyPayload[] {
  return (quickReplyPayloads ?? []).map(({ buttonIndex, cardIndex, payload }) => ({
    buttonIndex,
    cardIndex: cardIndex ?? null,
    payload,
  }));
}

function placeText(location: Location | null): string | null {
  if (location === null) return null;
  return [location.name, location.address].filter((text) => text !== null && text !== '').join(', ') || null;
}

import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { DomainError, type Problem } from '../../../common/errors/domain-error.js';
import { Loaders } from '../../../common/graphql/loaders.js';
import { isId } from '../../../common/ids.js';
import type { TemplateContent } from '../../../whatsapp/templates/template-content.js';
import { messageComponents, renderTemplate, type Location } from '../../../whatsapp/messages/template-message.js';
import type { SenderIdentity } from '../../../whatsapp/webhooks/webhook-parts.js';
import { ContactsService } from '../../conversations/contacts/contacts.service.js';
import { MediaService, type Media } from '../../media/media.service.js';
import { PreviewTemplateService, type FillRecord } from '../../templates/rendering/preview-template.service.js';
import { approvedContent } from '../../templates/domain/approved-content.js';
import { FillTemplateService, type FilledTemplate } from '../../templates/rendering/fill-template.service.js';
import type { Template } from '../../templates/templates.service.js';
import { maySeeAccount } from '../../users/domain/permissions.js';
import { toE164 } from '../../users/domain/phone-number.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { requirementProblems } from '../domain/template-requirements.js';
import type { StoredTemplate } from '../domain/message-content.js';
import type { RecipientInput, TemplateFillingInput } from '../schema/message.inputs.js';

/** A recipient who can be sent to. */
export interface Prepared {
  sender: SenderIdentity;
  recordId: string | null;
  content: (messageId: string) => StoredTemplate;
  text: string;
}

export type Preparation = { prepared: Prepared; problems: [] } | { prepared: null; problems: Problem[] };

/** One recipient on the way: what was read of it, and what was found wrong. */
interface Draft {
  input: TemplateFillingInput;
  path: string[];
  record: FillRecord | null;
  address: SenderIdentity | null;
  problems: Problem[];
}

/** Fills in a template for its recipients and says, of each, everything that is missing, before Meta is called. */
@Injectable()
export class TemplateRecipientsService {
  constructor(
    private readonly clock: Clock,
    private readonly contacts: ContactsService,
    private readonly media: MediaService,
    private readonly previews: PreviewTemplateService,
    private readonly resolve: FillTemplateService,
  ) {}

  async prepare(viewer: Viewer, template: Template, inputs: readonly RecipientInput[]): Promise<Preparation[]> {
    const loaders = new Loaders();
    const drafts = await Promise.all(
      inputs.map(async (input, index) => {
        const path = ['recipients', String(index)];
        const draft = await this.read(template, input, path, loaders);
        await this.addAddress(viewer, template, input, draft, loaders);
        return draft;
      }),
    );
    return this.fill(viewer, template, drafts, loaders);
  }

  /** For the contact of a conversation. */
  async prepareFor(
    viewer: Viewer,
    template: Template,
    contactId: string,
    input: TemplateFillingInput,
    path: string[],
  ): Promise<Preparation> {
    const loaders = new Loaders();
    const draft = await this.read(template, input, path, loaders);
    await this.addContact(viewer, template, contactId, draft, loaders);
    const [preparation] = await this.fill(viewer, template, [draft], loaders);
    if (preparation === undefined) throw new Error('A recipient was prepared and is gone.');
    return preparation;
  }

  private async read(
    template: Template,
    input: TemplateFillingInput & Partial<RecipientInput>,
    path: string[],
    loaders: Loaders,
  ): Promise<Draft> {
    const draft: Draft = { input, path, record: null, address: null, problems: [] };
    try {
      const { recordId, record } = input;
      draft.record = await this.previews.findRecord(template, { recordId, record }, path, loaders);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      draft.problems.push(...error.problems);
    }
    return draft;
  }

  private async addAddress(
    viewer: Viewer,
    template: Template,
    input: RecipientInput,
    draft: Draft,
    loaders: Loaders,
  ): Promise<void> {
    const { path } = draft;
    if (input.contactId != null && input.phoneNumber != null) {
      const message = 'Give a contact or a phone number, not both.';
      draft.problems.push({ code: 'INVALID_INPUT', message, path: [...path, 'phoneNumber'] });
    } else if (input.contactId != null) await this.addContact(viewer, template, input.contactId, draft, loaders);
    else if (input.phoneNumber != null) {
      const phoneNumber = toE164(input.phoneNumber);
      if (phoneNumber !== null) draft.address = addressOf(phoneNumber);
      else {
        const message = 'Not a phone number: write it with its country code, such as +14155550100.';
        draft.problems.push({ code: 'PHONE_INVALID', message, path: [...path, 'phoneNumber'] });
      }
    } else if (input.recordId == null && input.record == null) {
      const message = 'Say who gets it: recordId, record, contactId or phoneNumber.';
      draft.problems.push({ code: 'REQUIRED', message, path });
    }
  }

  private async addContact(
    viewer: Viewer,
    template: Template,
    contactId: string,
    draft: Draft,
    loaders: Loaders,
  ): Promise<void> {
    const path = [...draft.path, 'contactId'];
    const contact = isId(contactId) ? await loaders.load(this.contacts.byIds, contactId.toLowerCase()) : null;
    const isThere = contact !== null && maySeeAccount(viewer, contact.accountId);
    if (!isThere || contact.accountId !== template.accountId || contact.groupId !== null) {
      const message = 'There is no such contact on the account of the template.';
      draft.problems.push({ code: 'NOT_FOUND', message, path });
      return;
    }
    if (template.category === 'AUTHENTICATION' && contact.waId === null) {
      const message = 'WhatsApp sends codes to phone numbers only, and this contact hides theirs.';
      draft.problems.push({ code: 'INVALID_INPUT', message, path });
    }
    const { waId, whatsappUserId: userId } = contact;
    draft.address = { waId, userId, groupId: null, profileName: null, username: null };
  }

  private async fill(viewer: Viewer, template: Template, drafts: Draft[], loaders: Loaders): Promise<Preparation[]> {
    const content = approvedContent(template);
    const targets = drafts.map(({ record, input, path }) => ({
      record,
      values: input.values ?? [],
      location: locationOf(input),
      path,
    }));
    const filled = await this.resolve.fill(viewer, template, content, targets);
    for (const [index, draft] of drafts.entries()) this.addressByRecord(template, draft, filled[index]);
    await this.refuseOptedOut(template, drafts);
    return Promise.all(
      drafts.map(async (draft, index) => {
        const values = filled[index];
        if (values === undefined) throw new Error('A recipient was filled in and is gone.');
        return this.finish(template, content, draft, values, loaders);
      }),
    );
  }

  /** By the phone field, where nothing else says who gets it. */
  private addressByRecord(template: Template, draft: Draft, filled: FilledTemplate | undefined): void {
    if (draft.address !== null || draft.record === null || draft.problems.length > 0) return;
    if (filled?.phoneNumber != null) {
      draft.address = addressOf(filled.phoneNumber);
      return;
    }
    const message =
      template.phoneField === null
        ? 'The template has no phoneField, so the record does not tell who gets it: give a phoneNumber.'
        : `The record has no phone number at ${template.phoneField}: give one.`;
    draft.problems.push({ code: 'PHONE_INVALID', message, path: [...draft.path, 'phoneNumber'] });
  }

  private async refuseOptedOut(template: Template, drafts: Draft[]): Promise<void> {
    if (template.category !== 'MARKETING') return;
    const addressed = drafts.filter(({ address }) => address !== null);
    const out = await this.contacts.optedOut(
      template.accountId,
      addressed.map(({ address }) => ({ waId: address?.waId ?? null, userId: address?.userId ?? null })),
    );
    addressed.forEach((draft, index) => {
      if (out[index] !== true) return;
      const message =
        'This customer does not want marketing messages. Other templates, and answers within the service window, are allowed.';
      draft.problems.push({ code: 'OPTED_OUT', message, path: draft.path });
    });
  }

  private async finish(
    template: Template,
    content: TemplateContent,
    { input, path, address, record, problems: found }: Draft,
    filled: FilledTemplate,
    loaders: Loaders,
  ): Promise<Preparation> {
    const fileOf = async (id: string | null): Promise<Media | null> => {
      const media = id === null || !isId(id) ? null : await loaders.load(this.media.byIds, id);
      return media?.accountId === template.accountId && media.state === 'STORED' ? media : null;
    };
    const { name, language, parameterFormat } = template;
    const mediaId = input.mediaId?.toLowerCase() ?? content.header.mediaId;
    const header = await fileOf(mediaId);
    const cardMediaIds = (input.cardMediaIds ?? []).map((id) => id.toLowerCase());
    const cards: (Media | null)[] = await Promise.all(cardMediaIds.map(fileOf));
    const offerExpiresAt = input.offerExpiresAt ?? null;
    const productSections = (input.productSections ?? []).map(({ title, productRetailerIds }) => ({
      title: title ?? null,
      productRetailerIds,
    }));
    const extras = { mediaId: input.mediaId ?? null, cardMediaIds, offerExpiresAt, productSections };
    const needs = requirementProblems(content, extras, { header, cards }, this.clock.now(), path);
    const problems = [...found, ...filled.problems, ...needs];
    if (problems.length > 0 || address === null) return { prepared: null, problems };
    const rendered = renderTemplate(content, filled.texts);
    const values = {
      texts: filled.texts,
      mediaId,
      fileName: header?.fileName ?? null,
      location: filled.location,
      cardMediaIds,
      offerExpiresAt,
      productSections,
      thumbnailProductId: input.thumbnailProductRetailerId ?? null,
    };
    const place = content.header.type === 'LOCATION' ? placeText(filled.location) : null;
    const shown = { header: rendered.header ?? place, body: rendered.body, footer: rendered.footer };
    return {
      prepared: {
        sender: address,
        recordId: record?.id ?? null,
        text: [shown.header, shown.body, shown.footer].filter((text) => text !== null && text !== '').join('\n'),
        content: (messageId) => ({
          ...shown,
          name,
          language,
          buttons: rendered.buttons,
          mediaId: header === null ? null : mediaId,
          components: messageComponents(content, parameterFormat, { ...values, flowToken: messageId }),
        }),
      },
      problems: [],
    };
  }
}

function addressOf(phoneNumber: string): SenderIdentity {
  return { waId: phoneNumber.slice(1), userId: null, groupId: null, profileName: null, username: null, isTyped: true };
}

function locationOf({ location }: TemplateFillingInput): Location | null {
  if (location == null) return null;
  const { latitude, longitude, name, address } = location;
  return { latitude, longitude, name: name ?? null, address: address ?? null };
}

function placeText(location: Location | null): string | null {
  if (location === null) return null;
  return [location.name, location.address].filter((text) => text !== null && text !== '').join(', ') || null;
}

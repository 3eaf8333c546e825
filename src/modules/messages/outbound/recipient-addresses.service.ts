import { Injectable } from '@nestjs/common';
import type { Problem } from '../../../common/errors/domain-error.js';
import type { Loaders } from '../../../common/graphql/loaders.js';
import { isId } from '../../../common/ids.js';
import { phoneNumberProblem } from '../../../common/phone-numbers/phone-number-problem.js';
import { readPhoneNumber } from '../../../common/phone-numbers/read-phone-number.js';
import type { SenderIdentity } from '../../../whatsapp/webhooks/webhook-parts.js';
import { DefaultCountriesService } from '../../accounts/phone-numbers/default-countries.service.js';
import { ContactsService, type Contact } from '../../conversations/contacts/contacts.service.js';
import { externalKey, ExternalIdsService } from '../../conversations/contacts/identities/external-ids.service.js';
import type { FillRecord } from '../../templates/rendering/preview-template.service.js';
import type { Template } from '../../templates/templates.service.js';
import { maySeeAccount } from '../../users/domain/permissions.js';
import type { Viewer } from '../../users/domain/viewer.js';
import type { RecipientInput, TemplateFillingInput } from '../schema/message.inputs.js';
import { because } from '../../../common/errors/because.js';

/** One recipient while it is prepared: what was read of it, and what was found wrong. */
export interface RecipientDraft {
  messageId: string;
  input: TemplateFillingInput;
  path: string[];
  record: FillRecord | null;
  address: SenderIdentity | null;
  /** The contact that the address is of; null where it is a number alone. */
  contactId: string | null;
  problems: Problem[];
}

/** Addresses of recipients: by contact, by number or by the record's phone field. What is wrong joins the draft's problems. */
@Injectable()
export class RecipientAddressesService {
  constructor(
    private readonly contacts: ContactsService,
    private readonly externalIds: ExternalIdsService,
    private readonly defaultCountries: DefaultCountriesService,
  ) {}

  /** As the input says; none where the record's phone field says who gets it. */
  async addByInput(
    viewer: Viewer,
    template: Template,
    input: RecipientInput,
    draft: RecipientDraft,
    loaders: Loaders,
  ): Promise<void> {
    const { path } = draft;
    const [, second] = (['contactId', 'externalId', 'phoneNumber'] as const).filter((name) => input[name] != null);
    if (second !== undefined) {
      const why = because('RECIPIENT_TWO_WAYS');
      draft.problems.push({ code: 'INVALID_INPUT', ...why, path: [...path, second] });
    } else if (input.externalId != null) await this.addByExternalId(template, input.externalId, draft, loaders);
    else if (input.contactId != null) await this.addByContact(viewer, template, input.contactId, draft, loaders);
    else if (input.phoneNumber != null) {
      const country = await loaders.load(this.defaultCountries.byAccountIds, template.accountId);
      const { number, problem, suggestion } = readPhoneNumber(input.phoneNumber, country);
      if (problem === null) draft.address = addressOf(number);
      else draft.problems.push(phoneNumberProblem(problem, suggestion, [...path, 'phoneNumber']));
    } else if (input.recordId == null && input.recordExternalId == null && input.record == null) {
      const why = because('RECIPIENT_MISSING');
      draft.problems.push({ code: 'REQUIRED', ...why, path });
    }
  }

  async addByContact(
    viewer: Viewer,
    template: Template,
    contactId: string,
    draft: RecipientDraft,
    loaders: Loaders,
  ): Promise<void> {
    const contact = isId(contactId) ? await loaders.load(this.contacts.byIds, contactId.toLowerCase()) : null;
    const isThere = contact !== null && maySeeAccount(viewer, contact.accountId);
    addContact(template, isThere ? contact : null, draft, [...draft.path, 'contactId']);
  }

  /** The template's account, which the viewer may see, is the contact's. */
  private async addByExternalId(
    template: Template,
    externalId: string,
    draft: RecipientDraft,
    loaders: Loaders,
  ): Promise<void> {
    const key = externalKey({ accountId: template.accountId, externalId });
    addContact(template, await loaders.load(this.externalIds.byKeys, key), draft, [...draft.path, 'externalId']);
  }

  /** By the phone field, where nothing else says who gets it. `phoneNumber` is what it holds, in E.164. */
  addByRecord(template: Template, draft: RecipientDraft, phoneNumber: string | null): void {
    if (draft.address !== null || draft.record === null || draft.problems.length > 0) return;
    if (phoneNumber !== null) {
      draft.address = addressOf(phoneNumber);
      return;
    }
    const why =
      template.phoneField === null
        ? because('PHONE_FIELD_MISSING')
        : because('RECORD_WITHOUT_NUMBER', { field: template.phoneField });
    draft.problems.push({ code: 'PHONE_INVALID', ...why, path: [...draft.path, 'phoneNumber'] });
  }

  /** Marketing goes to nobody who has opted out. */
  async refuseOptedOut(template: Template, drafts: readonly RecipientDraft[]): Promise<void> {
    if (template.category !== 'MARKETING') return;
    const addressed = drafts.filter(({ address }) => address !== null);
    const isOptedOut = await this.contacts.optedOut(
      template.accountId,
      addressed.map(({ address }) => ({ waId: address?.waId ?? null, userId: address?.userId ?? null })),
    );
    addressed.forEach((draft, index) => {
      if (isOptedOut[index] !== true) return;
      const why = because('MARKETING_UNWANTED');
      draft.problems.push({ code: 'OPTED_OUT', ...why, path: draft.path });
    });
  }
}

function addressOf(phoneNumber: string): SenderIdentity {
  return { waId: phoneNumber.slice(1), userId: null, groupId: null, profileName: null, username: null, isTyped: true };
}

function addContact(template: Template, contact: Contact | null, draft: RecipientDraft, path: string[]): void {
  if (contact === null || contact.accountId !== template.accountId || contact.groupId !== null) {
    draft.problems.push({ code: 'NOT_FOUND', ...because('CONTACT_NOT_ON_ACCOUNT'), path });
    return;
  }
  if (template.category === 'AUTHENTICATION' && contact.waId === null) {
    draft.problems.push({ code: 'INVALID_INPUT', ...because('CODE_NEEDS_NUMBER'), path });
  }
  const { waId, whatsappUserId: userId } = contact;
  draft.address = { waId, userId, groupId: null, profileName: null, username: null };
  draft.contactId = contact.id;
}

import { Injectable } from '@nestjs/common';
import type { Problem } from '../../../common/errors/domain-error.js';
import type { Loaders } from '../../../common/graphql/loaders.js';
import { isId } from '../../../common/ids.js';
import { phoneNumberProblem } from '../../../common/phone-numbers/phone-number-problem.js';
import { readPhoneNumber } from '../../../common/phone-numbers/read-phone-number.js';
import type { SenderIdentity } from '../../../whatsapp/webhooks/webhook-parts.js';
import { DefaultCountriesService } from '../../accounts/phone-numbers/default-countries.service.js';
import { ContactsService } from '../../conversations/contacts/contacts.service.js';
import type { FillRecord } from '../../templates/rendering/preview-template.service.js';
import type { Template } from '../../templates/templates.service.js';
import { maySeeAccount } from '../../users/domain/permissions.js';
import type { Viewer } from '../../users/domain/viewer.js';
import type { RecipientInput, TemplateFillingInput } from '../schema/message.inputs.js';

/** One recipient while it is prepared: what was read of it, and what was found wrong. */
export interface RecipientDraft {
  messageId: string;
  input: TemplateFillingInput;
  path: string[];
  record: FillRecord | null;
  address: SenderIdentity | null;
  problems: Problem[];
}

/** Addresses of recipients: by contact, by number or by the record's phone field. What is wrong joins the draft's problems. */
@Injectable()
export class RecipientAddressesService {
  constructor(
    private readonly contacts: ContactsService,
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
    if (input.contactId != null && input.phoneNumber != null) {
      const message = 'Give a contact or a phone number, not both.';
      draft.problems.push({ code: 'INVALID_INPUT', message, path: [...path, 'phoneNumber'] });
    } else if (input.contactId != null) await this.addByContact(viewer, template, input.contactId, draft, loaders);
    else if (input.phoneNumber != null) {
      const country = await loaders.load(this.defaultCountries.byAccountIds, template.accountId);
      const { number, problem, suggestion } = readPhoneNumber(input.phoneNumber, country);
      if (problem === null) draft.address = addressOf(number);
      else draft.problems.push(phoneNumberProblem(problem, suggestion, [...path, 'phoneNumber']));
    } else if (input.recordId == null && input.record == null) {
      const message = 'Say who gets it: recordId, record, contactId or phoneNumber.';
      draft.problems.push({ code: 'REQUIRED', message, path });
    }
  }

  async addByContact(
    viewer: Viewer,
    template: Template,
    contactId: string,
    draft: RecipientDraft,
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

  /** By the phone field, where nothing else says who gets it. `phoneNumber` is what it holds, in E.164. */
  addByRecord(template: Template, draft: RecipientDraft, phoneNumber: string | null): void {
    if (draft.address !== null || draft.record === null || draft.problems.length > 0) return;
    if (phoneNumber !== null) {
      draft.address = addressOf(phoneNumber);
      return;
    }
    const message =
      template.phoneField === null
        ? 'The template has no phoneField, so the record does not tell who gets it: give a phoneNumber.'
        : `The record has no phone number at ${template.phoneField} that is in use: give one.`;
    draft.problems.push({ code: 'PHONE_INVALID', message, path: [...draft.path, 'phoneNumber'] });
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
      const message =
        'This customer does not want marketing messages. Other templates, and answers within the service window, are allowed.';
      draft.problems.push({ code: 'OPTED_OUT', message, path: draft.path });
    });
  }
}

function addressOf(phoneNumber: string): SenderIdentity {
  return { waId: phoneNumber.slice(1), userId: null, groupId: null, profileName: null, username: null, isTyped: true };
}

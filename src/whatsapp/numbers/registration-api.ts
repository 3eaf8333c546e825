import { Injectable } from '@nestjs/common';
import { readPhoneNumber, type RemotePhoneNumber } from '../account-answers.js';
import { optionalText } from '../answer.js';
import { GraphClient } from '../graph-client.js';
import type { JsonRecord } from '../json.js';
import type { Channel } from '../messages/messages-api.js';

/** How Meta tells a verification code to whoever has the number. */
export const CODE_METHODS = ['SMS', 'VOICE'] as const;
export type CodeMethod = (typeof CODE_METHODS)[number];

/** Countries in which Meta can store messages at rest (local storage). */
export const STORAGE_REGIONS = [
  'AE',
  'AU',
  'BH',
  'BR',
  'CA',
  'CH',
  'DE',
  'GB',
  'ID',
  'IN',
  'JP',
  'KR',
  'SG',
  'ZA',
] as const;
export type StorageRegion = (typeof STORAGE_REGIONS)[number];

/** How a number stands at Meta, in Meta's words; null: Meta did not say, or there is none. */
export interface NumberStanding {
  codeVerification: string | null;
  isPinSet: boolean | null;
  nameStatus: string | null;
  requestedName: string | null;
  requestedNameStatus: string | null;
  isOfficial: boolean | null;
}

/** A number with its standing: `number` is what lists of numbers have of it too. */
export interface NumberAtMeta {
  number: RemotePhoneNumber;
  standing: NumberStanding;
}

const FIELDS =
  'id,display_phone_number,verified_name,quality_rating,status,throughput,whatsapp_business_manager_messaging_limit,code_verification_status,is_pin_enabled,name_status,new_display_name,new_name_status,is_official_business_account';

/**
 * Registration API of a business phone number: verification by code, registration with the two-step PIN, the display name.
 * All throw GraphError when Meta refuses, and GraphUnreachableError when nobody knows.
 */
@Injectable()
export class RegistrationApi {
  constructor(private readonly graph: GraphClient) {}

  async read({ phoneNumberId, accessToken }: Channel): Promise<NumberAtMeta> {
    const path = `/${phoneNumberId}`;
    const answer = await this.graph.call({ method: 'GET', path, accessToken, query: { fields: FIELDS } });
    return { number: readPhoneNumber(answer), standing: readStanding(answer) };
  }

  /** `language`: of the text message or the call, such as en_US. */
  async requestCode(channel: Channel, method: CodeMethod, language: string): Promise<void> {
    await this.post(channel, '/request_code', { code_method: method, language });
  }

  async verifyCode(channel: Channel, code: string): Promise<void> {
    await this.post(channel, '/verify_code', { code });
  }

  /** With the PIN of the number, or, where it has none, the one that becomes its PIN. */
  async register(channel: Channel, pin: string, region: StorageRegion | null): Promise<void> {
    await this.post(channel, '/register', {
      messaging_product: 'whatsapp',
      pin,
      ...(region === null ? {} : { data_localization_region: region }),
    });
  }

  async deregister(channel: Channel): Promise<void> {
    await this.post(channel, '/deregister');
  }

  async setPin(channel: Channel, pin: string): Promise<void> {
    await this.post(channel, '', { pin });
  }

  /** Asks for another display name; Meta reviews it. */
  async requestName(channel: Channel, name: string): Promise<void> {
    await this.post(channel, '', { new_display_name: name });
  }

  private async post({ phoneNumberId, accessToken }: Channel, edge: string, body?: JsonRecord): Promise<void> {
    await this.graph.call({ method: 'POST', path: `/${phoneNumberId}${edge}`, accessToken, body });
  }
}

/** Words with which Meta says that there is nothing. */
const NONE: ReadonlySet<string> = new Set(['NONE']);

function readStanding(number: JsonRecord): NumberStanding {
  const wordIn = (key: string): string | null => {
    const word = optionalText(number, key) ?? null;
    return word !== null && NONE.has(word) ? null : word;
  };
  return {
    codeVerification: wordIn('code_verification_status'),
    isPinSet: flagIn(number, 'is_pin_enabled'),
    nameStatus: wordIn('name_status'),
    requestedName: optionalText(number, 'new_display_name') ?? null,
    requestedNameStatus: wordIn('new_name_status'),
    isOfficial: flagIn(number, 'is_official_business_account'),
  };
}

function flagIn(number: JsonRecord, key: string): boolean | null {
  const flag = number[key];
  return typeof flag === 'boolean' ? flag : null;
}

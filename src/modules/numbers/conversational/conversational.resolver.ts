import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { PayloadMutation } from '../../../common/graphql/errors/payload.js';
import type { ConversationalComponents } from '../../../whatsapp/numbers/conversational-api.js';
import { Allow } from '../../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../../users/authentication/current-viewer.decorator.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { ConversationalService } from './conversational.service.js';
import {
  ConversationalComponentsPayload,
  ConversationalComponentsType,
  SetConversationalComponentsInput,
} from './conversational.types.js';

@Resolver(() => ConversationalComponentsType)
export class ConversationalResolver {
  constructor(private readonly components: ConversationalService) {}

  @Query(() => ConversationalComponentsType, {
    nullable: true,
    description:
      'Conversational components of a number, which Meta is asked for. Where Meta does not answer it is null, with the reason in the errors of the answer. Administrators only.',
  })
  @Allow('WRITE_ACCOUNTS')
  async conversationalComponents(
    @CurrentViewer() viewer: Viewer,
    @Args('phoneNumberId', {
      type: () => ID,
      description: "UUID of the BusinessPhoneNumber (ours, not Meta's), else NOT_FOUND.",
    })
    phoneNumberId: string,
  ): Promise<ConversationalComponents> {
    return this.components.read(viewer, phoneNumberId);
  }

  @PayloadMutation(
    () => ConversationalComponentsPayload,
    'Changes the conversational components of a number at Meta. Giving the same again changes nothing. Administrators only.',
  )
  @Allow('WRITE_ACCOUNTS')
  async setConversationalComponents(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Number, and what changes.' }) input: SetConversationalComponentsInput,
  ): Promise<ConversationalComponentsPayload> {
    return { components: await this.components.set(viewer, input), errors: [] };
  }
}

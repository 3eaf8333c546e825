import { Field, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, ValidateNested } from 'class-validator';
import { TextField } from '../../../common/graphql/texts/text-rule.js';
import { ContactCardInput } from './contact-card.inputs.js';
import { OutgoingFlowInput } from './interactive/flow.inputs.js';
import { InteractiveInput } from './interactive/interactive.inputs.js';
import { OutgoingOrderDetailsInput, OutgoingOrderStatusInput } from './interactive/order.inputs.js';
import {
  OutgoingCarouselInput,
  OutgoingCatalogInput,
  OutgoingProductCarouselInput,
  OutgoingProductInput,
  OutgoingProductListInput,
} from './interactive/product.inputs.js';
import {
  OutgoingAddressRequestInput,
  OutgoingCallButtonInput,
  OutgoingCallPermissionRequestInput,
  OutgoingContactRequestInput,
} from './interactive/request.inputs.js';
import { MediaKindEnum } from './message-content.types.js';
import { LocationInput, OutgoingTemplateInput } from './message.inputs.js';

@InputType({ description: 'Text to be sent.' })
export class OutgoingTextInput {
  @Field({ description: 'Text of 1 to 4,096 characters; WhatsApp shows *bold*, _italic_, ~struck~ and ```code```.' })
  @TextField('CONTENT')
  body: string;
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: 'Whether the first link is shown with a preview.',
  })
  previewUrl?: boolean | null;
}

@InputType({ description: 'File to be sent.' })
export class OutgoingMediaInput {
  @Field(() => ID, {
    description:
      'UUID of an uploaded file (POST /media), or of one that a customer of this account sent; else NOT_FOUND.',
  })
  mediaId: string;
  @Field(() => MediaKindEnum, {
    nullable: true,
    description:
      "Kind by which WhatsApp shows the file: taken from the file's type unless given. VOICE: Ogg with Opus.",
  })
  kind?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Caption of images, videos and documents: at most 1,024 characters.',
  })
  @TextField('CONTENT')
  caption?: string | null;
}

@InputType({ isOneOf: true, description: 'Content to send: exactly one of these.' })
export class OutgoingContentInput {
  @Field(() => OutgoingTextInput, { description: 'Text of the message.', nullable: true }) text?: OutgoingTextInput;
  @Field(() => OutgoingMediaInput, { description: 'File that was uploaded, or that a customer sent.', nullable: true })
  media?: OutgoingMediaInput;
  @Field(() => LocationInput, { description: 'Location to be shown on a map.', nullable: true })
  location?: LocationInput;
  @Field(() => [ContactCardInput], { nullable: true, description: 'Contact cards, 1 to 5.' })
  contacts?: ContactCardInput[];
  @Field(() => InteractiveInput, {
    description: 'Buttons, a list, a link or a question for the location.',
    nullable: true,
  })
  interactive?: InteractiveInput;
  @Field(() => OutgoingFlowInput, { description: 'Flow (form) that the customer fills in.', nullable: true })
  flow?: OutgoingFlowInput;
  @Field(() => OutgoingProductInput, { description: 'Product of a catalogue.', nullable: true })
  product?: OutgoingProductInput;
  @Field(() => OutgoingProductListInput, { description: 'List of products of a catalogue.', nullable: true })
  productList?: OutgoingProductListInput;
  @Field(() => OutgoingCatalogInput, { description: 'Catalogue of the account.', nullable: true })
  catalog?: OutgoingCatalogInput;
  @Field(() => OutgoingProductCarouselInput, { description: 'Products of a catalogue, side by side.', nullable: true })
  productCarousel?: OutgoingProductCarouselInput;
  @Field(() => OutgoingCarouselInput, { description: 'Cards with pictures or videos, side by side.', nullable: true })
  carousel?: OutgoingCarouselInput;
  @Field(() => OutgoingCallPermissionRequestInput, {
    description: 'Question whether the customer may be called.',
    nullable: true,
  })
  callPermissionRequest?: OutgoingCallPermissionRequestInput;
  @Field(() => OutgoingCallButtonInput, { description: 'Button by which the customer calls.', nullable: true })
  callButton?: OutgoingCallButtonInput;
  @Field(() => OutgoingAddressRequestInput, {
    description: 'Form for a postal address (India and Singapore).',
    nullable: true,
  })
  addressRequest?: OutgoingAddressRequestInput;
  @Field(() => OutgoingContactRequestInput, {
    description: 'Question for the customer’s phone number.',
    nullable: true,
  })
  contactRequest?: OutgoingContactRequestInput;
  @Field(() => OutgoingOrderDetailsInput, { description: 'Order that the customer is asked to pay.', nullable: true })
  orderDetails?: OutgoingOrderDetailsInput;
  @Field(() => OutgoingOrderStatusInput, { description: 'News of such an order.', nullable: true })
  orderStatus?: OutgoingOrderStatusInput;
  @Field(() => OutgoingTemplateInput, {
    description: 'Template that is approved; it needs no open window.',
    nullable: true,
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => OutgoingTemplateInput)
  template?: OutgoingTemplateInput;
}

import { Field, Int, ObjectType } from '@nestjs/graphql';
import { JsonScalar, UrlScalar } from '../../../../common/graphql/scalars.js';
import { formerNameOf } from '../../../../common/graphql/former-name.js';
import { InteractiveKindEnum } from '../interactive-kind.js';
import { AddressFieldEnum, FlowActionEnum } from './interactive-enums.js';
import { InteractiveOrder } from './interactive-order.types.js';

@ObjectType({ description: 'Option of a message: a button, or a row of a list.' })
export class InteractiveOption {
  @Field({ description: 'Id of the option, chosen by the caller, which comes back in the answer.' }) optionId: string;
  @Field({ description: 'Label of the option.' }) title: string;
  @Field(() => String, {
    description: 'Description below the title of a row; null of buttons, and without one.',
    nullable: true,
  })
  description: string | null;
  @Field(() => UrlScalar, { nullable: true, description: 'Address that a call to action opens; null of others.' }) url:
    string | null;
}

@ObjectType({ description: 'Flow (form) that a message opens.' })
export class InteractiveFlow {
  @Field(() => String, { nullable: true, description: "Meta's id of the Flow; null: it was named." }) flowId:
    string | null;
  @Field(() => String, { nullable: true, description: 'Name of the Flow; null: it was sent by its id.' }) flowName:
    string | null;
  @Field({ description: 'Label of the button that opens it.' }) label: string;
  @Field({ description: 'Whether the Flow was sent as a draft.' }) isDraft: boolean;
  @Field(() => FlowActionEnum, { description: 'Beginning of the Flow.' }) action: string;
  @Field(() => String, { nullable: true, description: 'Id of the first screen; null: not named.' }) screen:
    string | null;
  @Field(() => JsonScalar, { nullable: true, description: 'Values for the first screen, as JSON; null without.' })
  data: unknown;
  @Field({ description: 'Token that comes back with the answer (flow_token).' }) token: string;
}

@ObjectType({ description: 'Section of products.' })
export class InteractiveProductSection {
  @Field(() => String, { nullable: true, description: 'Title of the section; null without one.' }) title: string | null;
  @Field(() => [String], { description: "Meta's product_retailer_id of each product, in order." }) productIds: string[];
}

@ObjectType({ description: 'Products that a message shows.' })
export class InteractiveProducts {
  @Field(() => String, { nullable: true, description: "Meta's id of the catalogue; null: the account's own." })
  catalogId: string | null;
  @Field(() => [InteractiveProductSection], { description: 'Sections, in order; none: the whole catalogue.' })
  sections: InteractiveProductSection[];
  @Field(() => String, { nullable: true, description: 'Product whose picture is shown; null: the first one.' })
  thumbnailProductId: string | null;
}

@ObjectType({ description: 'Card of a carousel; see media.' })
export class InteractiveCard {
  @Field(() => String, { nullable: true, description: 'Text of the card; null without one.' }) body: string | null;
  @Field(() => [InteractiveOption], { description: 'Buttons of the card, or its link.' }) options: InteractiveOption[];
  mediaId: string;
}

@ObjectType({ description: 'Button by which the customer calls the business.' })
export class InteractiveCallButton {
  @Field(() => String, { nullable: true, description: 'Label of the button; null: WhatsApp’s own.' }) label:
    string | null;
  @Field(() => Int, { nullable: true, description: 'Minutes for which it works; null: 10,080.' }) ttlMinutes:
    number | null;
  @Field(() => String, { nullable: true, description: 'Text that comes back with the call; null without.' }) payload:
    string | null;
}

@ObjectType({ description: 'Field of an address, and what stands in it.' })
export class AddressEntry {
  @Field(() => AddressFieldEnum, { description: 'Field of the form.' }) field: string;
  @Field({ description: 'Text of the field; of a problem, what is wrong with it.' }) value: string;
}

@ObjectType({ description: 'Address that the customer may choose.' })
export class SavedAddress {
  @Field({ description: 'Id of the address in your system.' }) addressId: string;
  @Field(() => [AddressEntry], { description: 'Fields of the address.' }) values: AddressEntry[];
}

@ObjectType({ description: 'Form for a postal address.' })
export class InteractiveAddressRequest {
  @Field({ description: 'Country of the address: IN or SG.' }) country: string;
  @Field(() => [AddressEntry], { description: 'Values that stood in the form.' }) values: AddressEntry[];
  @Field(() => [SavedAddress], { description: 'Addresses that may be chosen.' }) savedAddresses: SavedAddress[];
  @Field(() => [AddressEntry], { description: 'Problems that the form shows.' }) problems: AddressEntry[];
}

@ObjectType({
  description: 'Message with something to tap. What does not belong to its kind is null, or an empty list.',
})
export class InteractiveContent {
  @Field(() => InteractiveKindEnum, { description: 'Kind of what can be tapped.' }) interactiveKind: string;
  @Field(formerNameOf('interactiveKind')) kind: string;
  @Field(() => String, { description: 'Text above the body; null without one.', nullable: true }) header: string | null;
  @Field({ description: 'Text above what can be tapped; empty where WhatsApp needs none.' }) body: string;
  @Field(() => String, { description: 'Small text below; null without one.', nullable: true }) footer: string | null;
  @Field(() => [InteractiveOption], {
    description: 'Options that can be tapped, in order; those of cards stand there.',
  })
  options: InteractiveOption[];
  @Field(() => InteractiveFlow, { nullable: true, description: 'Flow that is opened; null of others.' })
  flow: InteractiveFlow | null;
  @Field(() => InteractiveProducts, { nullable: true, description: 'Products that are shown; null of others.' })
  products: InteractiveProducts | null;
  @Field(() => [InteractiveCard], { description: 'Cards of a carousel, in order; those of products see there.' })
  cards: InteractiveCard[];
  @Field(() => InteractiveCallButton, { nullable: true, description: 'Button to call by; null of others.' })
  callButton: InteractiveCallButton | null;
  @Field(() => InteractiveAddressRequest, { nullable: true, description: 'Form for an address; null of others.' })
  addressRequest: InteractiveAddressRequest | null;
  @Field(() => InteractiveOrder, { nullable: true, description: 'Order, or news of one; null of others.' })
  order: InteractiveOrder | null;
  headerMediaId: string | null;
}

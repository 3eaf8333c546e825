import { createUnionType, Field, Float, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { JsonScalar, UrlScalar } from '../../../common/graphql/scalars.js';
import { MetaRefusal } from '../../accounts/schema/meta-refusal.types.js';
import { INBOUND_MEDIA_KINDS, REPLY_KINDS } from '../../../whatsapp/webhooks/inbound/inbound-content.types.js';
import type { MessageKind } from '../domain/message-content.js';
import { ContactCard } from './contact-card.types.js';
import { formerNameOf } from '../../../common/graphql/former-name.js';
import { TemplateProduct } from '../../templates/schema/template-parts.types.js';
import { InteractiveContent } from './interactive/interactive-content.types.js';
import { InteractiveOrder } from './interactive/interactive-order.types.js';

export const MediaKindEnum = Object.fromEntries(INBOUND_MEDIA_KINDS.map((kind) => [kind, kind]));
registerEnumType(MediaKindEnum, {
  name: 'MediaKind',
  description: 'Kind of a file in a message.',
  valuesMap: {
    VOICE: { description: 'Recording, shown as a voice message; it can be PLAYED.' },
    AUDIO: { description: 'Sound file, shown with a player.' },
    DOCUMENT: { description: 'Document, shown with its name.' },
    IMAGE: { description: 'Picture, shown at once.' },
    STICKER: { description: 'Sticker, shown without a bubble; it may move.' },
    VIDEO: { description: 'Video, shown with a player.' },
  },
});
const ReplyKindEnum = Object.fromEntries(REPLY_KINDS.map((kind) => [kind, kind]));
registerEnumType(ReplyKindEnum, {
  name: 'ReplyKind',
  description: 'Kind of what a customer tapped.',
  valuesMap: {
    QUICK_REPLY: { description: 'Quick reply of a template.' },
    BUTTON: { description: 'Button of an interactive message.' },
    LIST: { description: 'Row of a list.' },
    FLOW: { description: 'Form that was filled in.' },
    UNKNOWN: { description: 'Something that is not known here; see response.' },
  },
});

/** A content as a member of the union; `contentKind` says which. */
export interface UnionMember {
  contentKind: MessageKind;
}

@ObjectType({ description: 'Text of a message.' })
export class TextContent {
  @Field({ description: "Text as it was written, with WhatsApp's marks: *bold*, _italic_, ~struck~." }) body: string;
  @Field(() => JsonScalar, {
    nullable: true,
    description: 'Ad or post that the customer came from, as Meta describes it; null otherwise.',
  })
  referral: unknown;
}

@ObjectType({ description: 'File in a message: a picture, a recording, a document; see media.' })
export class MediaContent {
  @Field(() => MediaKindEnum, { description: 'Kind of file, by which it is shown.' }) mediaKind: string;
  @Field(() => MediaKindEnum, formerNameOf('mediaKind')) kind: string;
  @Field(() => String, { description: 'Caption below the file; null without one.', nullable: true }) caption:
    string | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether a sticker moves; null of other kinds, and where Meta does not say.',
  })
  isAnimated: boolean | null;
  mediaId: string;
}

@ObjectType({ description: 'Location that was sent in a message.' })
export class LocationContent {
  @Field(() => Float, { description: 'Latitude in degrees, -90 to 90.' }) latitude: number;
  @Field(() => Float, { description: 'Longitude in degrees, -180 to 180.' }) longitude: number;
  @Field(() => String, { description: 'Name of the place; null without one.', nullable: true }) name: string | null;
  @Field(() => String, { description: 'Address in words; null without one.', nullable: true }) address: string | null;
  @Field(() => UrlScalar, {
    nullable: true,
    description: 'Page of the place, where the customer chose one that has a page; else null.',
  })
  url: string | null;
}

@ObjectType({ description: 'Contact cards that were sent in a message.' })
export class ContactsContent {
  @Field(() => [ContactCard], { description: 'Cards in the order in which they were sent.' }) contacts: ContactCard[];
}

@ObjectType({
  description: 'Template as it was filled in: what the customer reads, whatever becomes of the template.',
})
export class TemplateContent {
  @Field({ description: "Meta's name of the template." }) templateName: string;
  @Field(formerNameOf('templateName')) name: string;
  @Field({ description: "WhatsApp's code of the language." }) language: string;
  @Field(() => String, { description: 'Header text as it was filled in; null without one.', nullable: true }) header:
    string | null;
  @Field({ description: 'Text as it was filled in.' }) body: string;
  @Field(() => String, { description: 'Footer text; null without one.', nullable: true }) footer: string | null;
  @Field(() => [String], { description: 'Labels of the buttons, in order.' }) buttons: string[];
  @Field(() => UrlScalar, {
    nullable: true,
    description:
      'Address at which Meta fetched the file in the header, as a record named it; null where it is kept here, and without one.',
  })
  headerLink: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Name under which a document in the header is shown; null: none.',
  })
  headerFileName: string | null;
  @Field(() => TemplateProduct, { nullable: true, description: 'Product in the header; null without one.' })
  product: TemplateProduct | null;
  @Field(() => [TemplateProduct], { description: 'Products of the cards, in order; empty: it shows none.' })
  cardProducts: TemplateProduct[];
  @Field(() => InteractiveOrder, {
    nullable: true,
    description: 'Order that it asks the customer to pay, or brings news of; null: it is about none.',
  })
  order: InteractiveOrder | null;
  templateId: string | null;
  mediaId: string | null;
}

@ObjectType({
  description: "Reply that a customer tapped: a template's quick reply, a button, a list row, or a submitted form.",
})
export class ReplyContent {
  @Field(() => ReplyKindEnum, { description: 'Kind of what was tapped.' }) replyKind: string;
  @Field(() => ReplyKindEnum, formerNameOf('replyKind')) kind: string;
  @Field(() => String, { nullable: true, description: 'Id of the button or row, as it was sent; null of others.' })
  optionId: string | null;
  @Field({ description: 'Label that was written on it.' }) title: string;
  @Field(() => String, {
    nullable: true,
    description: 'Payload of a quick reply, or description of a row; null of others.',
  })
  payload: string | null;
  @Field(() => JsonScalar, {
    nullable: true,
    description: 'Answers that were filled in, as JSON; null of all but forms.',
  })
  response: unknown;
}

@ObjectType({ description: 'Item of an order: a product, and how many of it.' })
export class OrderItem {
  @Field({ description: "Meta's product_retailer_id." }) productId: string;
  @Field(() => Int, { description: 'Number of pieces.' }) quantity: number;
  @Field({ description: 'Price of one, as a decimal.' }) price: string;
  @Field({ description: 'Currency by ISO 4217, such as EUR.' }) currency: string;
}

@ObjectType({ description: 'Order: products of a catalogue that the customer wants.' })
export class OrderContent {
  @Field({ description: "Meta's id of the catalogue." }) catalogId: string;
  @Field(() => String, { description: 'Text that the customer added; null without one.', nullable: true }) text:
    string | null;
  @Field(() => [OrderItem], { description: 'Items that are ordered.' }) items: OrderItem[];
}

@ObjectType({
  description: 'Notice of WhatsApp: a number has changed, a message was deleted, a group has a new member.',
})
export class SystemContent {
  @Field({ name: 'kind', description: "Meta's type, such as user_changed_number; revoked for a deleted message." })
  type: string;
  @Field({ description: 'Text of the notice.' }) body: string;
}

@ObjectType({ description: 'Note among colleagues; the customer never sees it.' })
export class NoteContent {
  @Field({ description: 'Text of the note.' }) body: string;
}

@ObjectType({
  description:
    'Reaction to a message. It is shown by itself only while that message is not known here: otherwise see Message.reactions.',
})
export class ReactionContent {
  @Field(() => String, { nullable: true, description: 'Emoji of the reaction; null: it was taken back.' }) emoji:
    string | null;
}

@ObjectType({
  description:
    'Message that is kept whole, but of a kind that is not known here, or that WhatsApp itself does not pass on.',
})
export class UnsupportedContent {
  @Field({ name: 'kind', description: "Meta's type, such as poll_creation." }) type: string;
  @Field(() => String, {
    nullable: true,
    description: 'Reason why Meta does not pass it on, in its words; null without one.',
  })
  details: string | null;
  @Field(() => MetaRefusal, {
    nullable: true,
    description: "Meta's error, where it says why, with what to do about it; else null.",
  })
  error: MetaRefusal | null;
  @Field(() => JsonScalar, {
    nullable: true,
    description: 'Message as Meta sent it. For diagnostics: its shape is Meta’s and may change.',
  })
  raw: unknown;
}

const TYPES = {
  TEXT: TextContent,
  MEDIA: MediaContent,
  LOCATION: LocationContent,
  CONTACTS: ContactsContent,
  TEMPLATE: TemplateContent,
  INTERACTIVE: InteractiveContent,
  REPLY: ReplyContent,
  ORDER: OrderContent,
  SYSTEM: SystemContent,
  NOTE: NoteContent,
  REACTION: ReactionContent,
  UNSUPPORTED: UnsupportedContent,
} as const;

export const MessageContent = createUnionType({
  name: 'MessageContent',
  description: 'Content of a message. New kinds may be added: treat one that you do not know like UnsupportedContent.',
  types: () => Object.values(TYPES),
  resolveType: ({ contentKind }: UnionMember) => TYPES[contentKind as keyof typeof TYPES],
});

import { createUnionType, Field, Float, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { JsonScalar, UrlScalar } from '../../../common/graphql/scalars.js';
import { MetaRefusal } from '../../accounts/schema/meta-refusal.types.js';
import { INBOUND_MEDIA_KINDS, REPLY_KINDS } from '../../../whatsapp/webhooks/inbound/inbound-content.types.js';
import type { MessageKind } from '../domain/message-content.js';
import { ContactCard } from './contact-card.types.js';

export const MediaKindEnum = Object.fromEntries(INBOUND_MEDIA_KINDS.map((kind) => [kind, kind]));
registerEnumType(MediaKindEnum, {
  name: 'MediaKind',
  valuesMap: { VOICE: { description: 'A recording, shown as a voice message; it can be PLAYED.' } },
});
const ReplyKindEnum = Object.fromEntries(REPLY_KINDS.map((kind) => [kind, kind]));
registerEnumType(ReplyKindEnum, {
  name: 'ReplyKind',
  valuesMap: {
    QUICK_REPLY: { description: "A template's quick reply." },
    BUTTON: { description: 'A button of an interactive message.' },
    LIST: { description: 'A row of a list.' },
    FLOW: { description: 'A form that was filled in.' },
    UNKNOWN: { description: 'Something that is not known here; see response.' },
  },
});

/** A content as a member of the union; `contentKind` says which. */
export interface UnionMember {
  contentKind: MessageKind;
}

@ObjectType()
export class TextContent {
  @Field() body: string;
  @Field(() => JsonScalar, {
    nullable: true,
    description: 'The ad or post that the customer came from, as Meta describes it.',
  })
  referral: unknown;
}

@ObjectType({ description: 'A picture, a recording, a document: see media.' })
export class MediaContent {
  @Field(() => MediaKindEnum, { name: 'kind' }) mediaKind: string;
  @Field(() => String, { nullable: true }) caption: string | null;
  @Field(() => Boolean, { nullable: true, description: 'Whether a sticker moves; null where Meta does not say.' })
  isAnimated: boolean | null;
  mediaId: string;
}

@ObjectType()
export class LocationContent {
  @Field(() => Float) latitude: number;
  @Field(() => Float) longitude: number;
  @Field(() => String, { nullable: true }) name: string | null;
  @Field(() => String, { nullable: true }) address: string | null;
  @Field(() => UrlScalar, {
    nullable: true,
    description: 'Of the place, where the customer chose one that has a page.',
  })
  url: string | null;
}

@ObjectType()
export class ContactsContent {
  @Field(() => [ContactCard]) contacts: ContactCard[];
}

@ObjectType({
  description: 'A template as it was filled in: what the customer reads, whatever becomes of the template.',
})
export class TemplateContent {
  @Field({ description: "Meta's name." }) name: string;
  @Field() language: string;
  @Field(() => String, { nullable: true }) header: string | null;
  @Field() body: string;
  @Field(() => String, { nullable: true }) footer: string | null;
  @Field(() => [String], { description: 'Labels.' }) buttons: string[];
  templateId: string | null;
  mediaId: string | null;
}

@ObjectType({ description: 'A button, or a row of a list.' })
export class InteractiveOption {
  @Field({ description: "The caller's own id of it, which comes back in the answer." }) optionId: string;
  @Field() title: string;
  @Field(() => String, { nullable: true }) description: string | null;
  @Field(() => UrlScalar, { nullable: true, description: 'Of a call to action.' }) url: string | null;
}

@ObjectType({ description: 'A message with something to tap.' })
export class InteractiveContent {
  @Field({ description: 'BUTTONS, LIST, CALL_TO_ACTION or LOCATION_REQUEST.' }) kind: string;
  @Field(() => String, { nullable: true }) header: string | null;
  @Field() body: string;
  @Field(() => String, { nullable: true }) footer: string | null;
  @Field(() => [InteractiveOption], { description: 'Everything that can be tapped, in order.' })
  options: InteractiveOption[];
}

@ObjectType({
  description: "What a customer tapped: a template's quick reply, a button, a list row, or a submitted form.",
})
export class ReplyContent {
  @Field(() => ReplyKindEnum, { name: 'kind' }) replyKind: string;
  @Field(() => String, { nullable: true, description: 'Of the button or row: as it was sent.' }) optionId:
    string | null;
  @Field({ description: 'What was written on it.' }) title: string;
  @Field(() => String, { nullable: true, description: 'Of a quick reply: its payload. Of a row: its description.' })
  payload: string | null;
  @Field(() => JsonScalar, { nullable: true, description: 'What was filled in.' }) response: unknown;
}

@ObjectType()
export class OrderItem {
  @Field({ description: "Meta's product_retailer_id." }) productId: string;
  @Field(() => Int) quantity: number;
  @Field({ description: 'Of one, as a decimal.' }) price: string;
  @Field({ description: 'ISO 4217.' }) currency: string;
}

@ObjectType({ description: 'Products of a catalogue that the customer orders.' })
export class OrderContent {
  @Field() catalogId: string;
  @Field(() => String, { nullable: true }) text: string | null;
  @Field(() => [OrderItem]) items: OrderItem[];
}

@ObjectType({
  description: 'A notice of WhatsApp: a number has changed, a message was deleted, a group has a new member.',
})
export class SystemContent {
  @Field({ name: 'kind', description: "Meta's type, such as user_changed_number; revoked for a deleted message." })
  type: string;
  @Field() body: string;
}

@ObjectType({ description: 'Among colleagues; the customer never sees it.' })
export class NoteContent {
  @Field() body: string;
}

@ObjectType({
  description:
    'A reaction to a message. It is shown by itself only while that message is not known here: otherwise see Message.reactions.',
})
export class ReactionContent {
  @Field(() => String, { nullable: true, description: 'Null: it was taken back.' }) emoji: string | null;
}

@ObjectType({
  description: 'Kept whole, but of a kind that is not known here, or that WhatsApp itself does not pass on.',
})
export class UnsupportedContent {
  @Field({ name: 'kind', description: "Meta's type, such as poll_creation." }) type: string;
  @Field(() => String, { nullable: true, description: 'Why Meta does not pass it on, in its words.' }) details:
    string | null;
  @Field(() => MetaRefusal, { nullable: true, description: "Meta's error, where it says why; what to do about it." })
  error: MetaRefusal | null;
  @Field(() => JsonScalar, {
    nullable: true,
    description: 'As Meta sent it. For diagnostics: its shape is Meta’s and may change.',
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
  description: 'What a message says. New kinds may be added: treat one that you do not know like UnsupportedContent.',
  types: () => Object.values(TYPES),
  resolveType: ({ contentKind }: UnionMember) => TYPES[contentKind as keyof typeof TYPES],
});

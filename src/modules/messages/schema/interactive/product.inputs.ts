import { Field, ID, InputType } from '@nestjs/graphql';
import { ListUpTo } from '../../../../common/graphql/input-checks.js';
import { TextField } from '../../../../common/graphql/texts/text-rule.js';
import { InteractiveOptionInput } from './interactive.inputs.js';

@InputType({ description: 'Product of a catalogue to be shown.' })
export class OutgoingProductInput {
  @Field({ description: "Meta's id of the catalogue, which is connected to the account." }) catalogId: string;
  @Field({ description: "Meta's product_retailer_id." }) productId: string;
  @Field(() => String, { nullable: true, description: 'Text of up to 1,024 characters.' })
  @TextField('CONTENT')
  body?: string | null;
  @Field(() => String, { nullable: true, description: 'Small text below, up to 60 characters.' })
  @TextField('CONTENT')
  footer?: string | null;
}

@InputType({ description: 'Section of a list of products.' })
export class OutgoingProductSectionInput {
  @Field(() => String, {
    nullable: true,
    description: 'Title of up to 24 characters; needed where there are several sections.',
  })
  @TextField('CONTENT')
  title?: string | null;
  @Field(() => [String], { description: "Meta's product_retailer_id of each product, in order." }) productIds: string[];
}

@InputType({ description: 'List of products of a catalogue to be shown: at most 30 in 10 sections.' })
export class OutgoingProductListInput {
  @Field({ description: "Meta's id of the catalogue, which is connected to the account." }) catalogId: string;
  @Field({ description: 'Text above the body, up to 60 characters.' }) @TextField('CONTENT') header: string;
  @Field({ description: 'Text of up to 1,024 characters.' }) @TextField('CONTENT') body: string;
  @Field(() => String, { nullable: true, description: 'Small text below, up to 60 characters.' })
  @TextField('CONTENT')
  footer?: string | null;
  @Field(() => [OutgoingProductSectionInput], { description: 'Sections, at most 10, with 30 products in all.' })
  sections: OutgoingProductSectionInput[];
}

@InputType({ description: 'Catalogue of the account to be shown, as a button that opens it.' })
export class OutgoingCatalogInput {
  @Field({ description: 'Text of up to 1,024 characters.' }) @TextField('CONTENT') body: string;
  @Field(() => String, { nullable: true, description: 'Small text below, up to 60 characters.' })
  @TextField('CONTENT')
  footer?: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Meta's product_retailer_id of the product whose picture is shown. Absent: the first one.",
  })
  thumbnailProductId?: string | null;
}

@InputType({ description: 'Products of a catalogue to be shown side by side, as cards.' })
export class OutgoingProductCarouselInput {
  @Field({ description: "Meta's id of the catalogue, which is connected to the account." }) catalogId: string;
  @Field({ description: 'Text of up to 1,024 characters.' }) @TextField('CONTENT') body: string;
  @Field(() => [String], { description: "Meta's product_retailer_id of each card, 2 to 10." }) productIds: string[];
}

@InputType({ description: 'Card of a carousel: a picture or a video, and buttons or a link.' })
export class OutgoingCarouselCardInput {
  @Field(() => ID, { description: 'UUID of a picture or a video, which was uploaded or which a customer sent.' })
  mediaId: string;
  @Field(() => String, { nullable: true, description: 'Text of up to 160 characters, with at most 2 line breaks.' })
  @TextField('CONTENT')
  body?: string | null;
  @Field(() => [InteractiveOptionInput], {
    nullable: true,
    description: 'Buttons, 1 to 3, as many on each card; what is tapped comes back as a ReplyContent.',
  })
  @ListUpTo(100)
  buttons?: InteractiveOptionInput[] | null;
  @Field(() => String, { nullable: true, description: 'Address that the card opens, instead of buttons.' }) url?:
    string | null;
  @Field(() => String, { nullable: true, description: 'Label of the link: up to 20 characters.' })
  @TextField('CONTENT')
  urlText?: string | null;
}

@InputType({ description: 'Cards with pictures or videos to be shown side by side.' })
export class OutgoingCarouselInput {
  @Field({ description: 'Text above the cards, up to 1,024 characters.' }) @TextField('CONTENT') body: string;
  @Field(() => [OutgoingCarouselCardInput], { description: 'Cards, 2 to 10, all alike in their buttons.' })
  cards: OutgoingCarouselCardInput[];
}

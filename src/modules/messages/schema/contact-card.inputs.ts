import { Field, InputType } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import { ListUpTo } from '../../../common/graphql/input-checks.js';
import { TextField } from '../../../common/graphql/texts/text-rule.js';

@InputType({ description: 'Phone number on a contact card.' })
export class ContactCardPhoneInput {
  @Field({ description: 'Phone number, as customers are to read it.' }) @TextField('CONTENT') number: string;
  @Field(() => String, { nullable: true, description: "Kind, in Meta's words: CELL, MAIN, IPHONE, HOME, WORK." })
  type?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Number on WhatsApp, digits with the country code: the card has a button to write to it then.',
  })
  waId?: string | null;
}

@InputType({ description: 'E-mail address on a contact card.' })
export class ContactCardEmailInput {
  @Field({ description: 'E-mail address.' }) @TextField('CONTENT') address: string;
  @Field(() => String, { nullable: true, description: "Kind, in Meta's words: HOME, WORK." }) type?: string | null;
}

@InputType({ description: 'Web address on a contact card.' })
export class ContactCardUrlInput {
  @Field({ description: 'Whole address, such as https://shop.example.' }) url: string;
  @Field(() => String, { nullable: true, description: "Kind, in Meta's words: HOME, WORK." }) type?: string | null;
}

@InputType({ description: 'Postal address on a contact card.' })
export class ContactCardAddressInput {
  @Field(() => String, { nullable: true, description: 'Street and house number.' })
  @TextField('CONTENT')
  street?: string | null;
  @Field(() => String, { nullable: true, description: 'Town or city.' }) @TextField('CONTENT') city?: string | null;
  @Field(() => String, { nullable: true, description: 'State or province.' })
  @TextField('CONTENT')
  state?: string | null;
  @Field(() => String, { nullable: true, description: 'Postal code.' }) @TextField('CONTENT') zip?: string | null;
  @Field(() => String, { nullable: true, description: 'Country in words.' })
  @TextField('CONTENT')
  country?: string | null;
  @Field(() => String, { nullable: true, description: 'Country as ISO 3166 alpha-2.' }) countryCode?: string | null;
  @Field(() => String, { nullable: true, description: "Kind, in Meta's words: HOME, WORK." }) type?: string | null;
}

@InputType({ description: 'Contact card to be sent to a customer.' })
export class ContactCardInput {
  @Field({ description: 'Whole name, as WhatsApp shows it.' }) @TextField('CONTENT') formattedName: string;
  @Field(() => String, {
    description: 'First name of the person; taken from formattedName where no part of the name is given.',
    nullable: true,
  })
  @TextField('CONTENT')
  firstName?: string | null;
  @Field(() => String, { nullable: true, description: 'Middle name of the person.' })
  @TextField('CONTENT')
  middleName?: string | null;
  @Field(() => String, { nullable: true, description: 'Last name of the person.' })
  @TextField('CONTENT')
  lastName?: string | null;
  @Field(() => String, { nullable: true, description: 'Prefix before the name, such as Dr.' })
  @TextField('CONTENT')
  prefix?: string | null;
  @Field(() => String, { nullable: true, description: 'Suffix after the name, such as Jr.' })
  @TextField('CONTENT')
  suffix?: string | null;
  @Field(() => String, { nullable: true, description: 'Birthday as YYYY-MM-DD.' }) birthday?: string | null;
  @Field(() => [String], { description: 'Phone numbers on the card, as customers are to read them.', nullable: true })
  @IsOptional()
  @TextField('CONTENT')
  @ListUpTo(20)
  phones?: string[] | null;
  @Field(() => [ContactCardPhoneInput], {
    nullable: true,
    description: 'Phone numbers with their kinds, after phones.',
  })
  @IsOptional()
  @ListUpTo(20)
  phoneNumbers?: ContactCardPhoneInput[] | null;
  @Field(() => [String], { description: 'E-mail addresses on the card.', nullable: true })
  @IsOptional()
  @TextField('CONTENT')
  @ListUpTo(20)
  emails?: string[] | null;
  @Field(() => [ContactCardEmailInput], {
    nullable: true,
    description: 'E-mail addresses with their kinds, after emails.',
  })
  @IsOptional()
  @ListUpTo(20)
  emailAddresses?: ContactCardEmailInput[] | null;
  @Field(() => [ContactCardUrlInput], { nullable: true, description: 'Web addresses on the card.' })
  @IsOptional()
  @ListUpTo(20)
  urls?: ContactCardUrlInput[] | null;
  @Field(() => [ContactCardAddressInput], { nullable: true, description: 'Postal addresses on the card.' })
  @IsOptional()
  @ListUpTo(20)
  addresses?: ContactCardAddressInput[] | null;
  @Field(() => String, { description: 'Company of the person.', nullable: true })
  @TextField('CONTENT')
  organization?: string | null;
  @Field(() => String, { nullable: true, description: 'Department of the company.' })
  @TextField('CONTENT')
  department?: string | null;
  @Field(() => String, { nullable: true, description: 'Title in the company, such as Lead Counsel.' })
  @TextField('CONTENT')
  jobTitle?: string | null;
}

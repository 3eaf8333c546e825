import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { PayloadMutation } from '../../common/graphql/errors/payload.js';
import type { Loaders } from '../../common/graphql/loaders.js';
import { ReadFromReplica } from '../../common/graphql/read-from-replica.js';
import { RequestLoaders } from '../../common/graphql/request-loaders.decorator.js';
import { PhoneNumbersService } from '../accounts/phone-numbers/phone-numbers.service.js';
import { BusinessPhoneNumberType } from '../accounts/schema/account.types.js';
import { BroadcastsService } from '../broadcasts/broadcasts.service.js';
import { BroadcastType } from '../broadcasts/schema/broadcast.types.js';
import { TemplateType } from '../templates/schema/template.types.js';
import { TemplatesService, type Template } from '../templates/templates.service.js';
import { Allow, requireAllowed } from '../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../users/authentication/current-viewer.decorator.js';
import type { Viewer } from '../users/domain/viewer.js';
import {
  CostRow,
  Costs,
  CostsArgs,
  Rate,
  RateCardIdInput,
  RateCardPayload,
  RateCardType,
  UploadRateCardInput,
} from './cost.types.js';
import { CostsService } from './costs.service.js';
import { marketName } from './domain/markets.js';
import { RateCardsService } from './rate-cards.service.js';

@Resolver(() => CostRow)
export class CostsResolver {
  constructor(
    private readonly costsService: CostsService,
    private readonly numbers: PhoneNumbersService,
    private readonly templates: TemplatesService,
    private readonly broadcasts: BroadcastsService,
  ) {}

  @Query(() => Costs, {
    description:
      'Costs of the messages that Meta took on some days, by the rate cards that were uploaded: list prices, of what Meta says that it charges. Administrators and managers.',
  })
  @ReadFromReplica()
  @Allow('READ_STATISTICS')
  async costs(@CurrentViewer() viewer: Viewer, @Args() args: CostsArgs): Promise<Costs> {
    const { accountId, ...filter } = args.filter ?? {};
    return this.costsService.of(viewer, {
      period: args.period,
      by: args.by,
      accountId: accountId ?? null,
      filter: { ...filter, country: filter.country?.toUpperCase() },
      currency: args.currency ?? null,
    });
  }

  @ResolveField(() => BusinessPhoneNumberType, {
    nullable: true,
    description: 'Phone number that sent; null unless told by PHONE_NUMBER.',
  })
  async phoneNumber(
    @Parent() { phoneNumberId }: CostRow,
    @RequestLoaders() loaders: Loaders,
  ): Promise<{ id: string } | null> {
    return phoneNumberId === null ? null : loaders.load(this.numbers.byIds, phoneNumberId);
  }

  @ResolveField(() => TemplateType, {
    nullable: true,
    description:
      'Template that was sent; null unless told by TEMPLATE, for messages without one, and where it is gone.',
  })
  async template(
    @CurrentViewer() viewer: Viewer,
    @Parent() { templateId }: CostRow,
    @RequestLoaders() loaders: Loaders,
  ): Promise<Template | null> {
    requireAllowed(viewer, 'READ_TEMPLATES');
    return templateId === null ? null : loaders.load(this.templates.byIds, templateId);
  }

  @ResolveField(() => BroadcastType, {
    nullable: true,
    description: 'Broadcast of the messages; null unless told by BROADCAST, and for those of none.',
  })
  async broadcast(
    @CurrentViewer() viewer: Viewer,
    @Parent() { broadcastId }: CostRow,
    @RequestLoaders() loaders: Loaders,
  ): Promise<{ id: string } | null> {
    requireAllowed(viewer, 'READ_BROADCASTS');
    return broadcastId === null ? null : loaders.load(this.broadcasts.byIds, broadcastId);
  }
}

@Resolver(() => RateCardType)
export class RateCardsResolver {
  constructor(private readonly cards: RateCardsService) {}

  @Query(() => [RateCardType], {
    description: 'Rate cards by currency, those that count latest first. Administrators and managers.',
  })
  @Allow('READ_STATISTICS')
  async rateCards(): Promise<RateCardType[]> {
    return this.cards.list();
  }

  @ResolveField(() => [Rate], { description: 'Rates of the card, by market and category.' })
  async rates(@Parent() { id }: RateCardType, @RequestLoaders() loaders: Loaders): Promise<Rate[]> {
    const rates = (await loaders.load(this.cards.ratesByCardIds, id)) ?? [];
    return rates.map((rate) => ({ ...rate, marketName: marketName(rate.market) }));
  }

  @PayloadMutation(
    () => RateCardPayload,
    "Uploads one of Meta's rate cards, for all accounts; another one of the same currency and day takes its place. INVALID_FORMAT for each line that cannot be read. Administrators only.",
  )
  @Allow('WRITE_RATE_CARDS')
  async uploadRateCard(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'File, and from when it counts.' }) input: UploadRateCardInput,
  ): Promise<RateCardPayload> {
    return { rateCard: await this.cards.upload(viewer, input), errors: [] };
  }

  @PayloadMutation(
    () => RateCardPayload,
    'Deletes a rate card: costs of its days are told by the one before. Administrators only.',
  )
  @Allow('WRITE_RATE_CARDS')
  async deleteRateCard(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Rate card to be deleted.' }) { rateCardId }: RateCardIdInput,
  ): Promise<RateCardPayload> {
    return { rateCard: await this.cards.delete(viewer, rateCardId), errors: [] };
  }
}

import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { UrlScalar } from '../../common/graphql/scalars.js';
import { MediaLinks } from './media-links.js';
import { MediaType } from './media.types.js';

@Resolver(() => MediaType)
export class MediaResolver {
  constructor(private readonly links: MediaLinks) {}

  @ResolveField(() => UrlScalar, {
    nullable: true,
    description: 'Signed link that works for about an hour, without a token. Null until STORED.',
  })
  url(@Parent() media: MediaType): string | null {
    return media.state === 'STORED' ? this.links.urlOf(media.id) : null;
  }
}

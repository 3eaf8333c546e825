import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Loaders } from '../../common/graphql/loaders.js';
import { RequestLoaders } from '../../common/graphql/request-loaders.decorator.js';
import { MediaService, type Media } from '../media/media.service.js';
import { MediaType } from '../media/media.types.js';
import { AuthorsService, type Author } from './reading/authors.service.js';
import { InteractiveCard, InteractiveContent } from './schema/interactive/interactive-content.types.js';
import { MediaContent } from './schema/message-content.types.js';
import { MessageAuthor, Reaction } from './schema/message.types.js';
import { because } from '../../common/errors/because.js';

@Resolver(() => MediaContent)
export class MediaContentResolver {
  constructor(private readonly files: MediaService) {}

  @ResolveField(() => MediaType, {
    description:
      'File itself. What a customer sent is fetched from Meta after the message has appeared: see state. FAILED, with the reason, where there is no file any more.',
  })
  async media(
    @Parent() { mediaId }: MediaContent,
    @RequestLoaders() loaders: Loaders,
  ): Promise<Omit<Media, 'accountId' | 'messageId'>> {
    return (await loaders.load(this.files.byIds, mediaId)) ?? missingFile(mediaId);
  }
}

@Resolver(() => InteractiveContent)
export class InteractiveContentResolver {
  constructor(private readonly files: MediaService) {}

  @ResolveField(() => MediaType, { nullable: true, description: 'File above the body; null without one.' })
  async headerMedia(
    @Parent() { headerMediaId }: InteractiveContent,
    @RequestLoaders() loaders: Loaders,
  ): Promise<Omit<Media, 'accountId' | 'messageId'> | null> {
    if (headerMediaId === null) return null;
    return (await loaders.load(this.files.byIds, headerMediaId)) ?? missingFile(headerMediaId);
  }
}

@Resolver(() => InteractiveCard)
export class InteractiveCardResolver {
  constructor(private readonly files: MediaService) {}

  @ResolveField(() => MediaType, { description: 'Picture or video of the card.' })
  async media(
    @Parent() { mediaId }: InteractiveCard,
    @RequestLoaders() loaders: Loaders,
  ): Promise<Omit<Media, 'accountId' | 'messageId'>> {
    return (await loaders.load(this.files.byIds, mediaId)) ?? missingFile(mediaId);
  }
}

/** What is shown in the place of a file that is not here: one message without its file must not hide the others. */
function missingFile(id: string): Omit<Media, 'accountId' | 'messageId'> {
  const why = because('FILE_NOT_HERE');
  return {
    id,
    state: 'FAILED',
    mimeType: 'application/octet-stream',
    fileName: null,
    size: null,
    sha256: null,
    error: why.message,
    errorWording: why,
  };
}

@Resolver(() => Reaction)
export class ReactionResolver {
  constructor(private readonly authors: AuthorsService) {}

  @ResolveField(() => MessageAuthor, {
    description: 'Author of the reaction; null where they are not known (any more).',
    nullable: true,
  })
  async author(@Parent() reaction: Reaction, @RequestLoaders() loaders: Loaders): Promise<Author | null> {
    return this.authors.of(reaction, loaders);
  }
}

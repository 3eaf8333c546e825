import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Config } from '../../../common/config/config.js';
import { guideUrl } from '../../../common/docs/guide.js';
import { UrlScalar } from '../../../common/graphql/scalars.js';
import { listedErrorOf } from '../../../whatsapp/errors/error-catalogue.js';
import { ConnectionCheckType } from './account.types.js';
import { MetaRefusal } from './meta-refusal.types.js';

/** `ConnectionCheck.docsUrl`. */
@Resolver(() => ConnectionCheckType)
export class GuideLinksResolver {
  constructor(private readonly config: Config) {}

  @ResolveField(() => UrlScalar, {
    description: 'Page of this server that says what is looked at and how it is mended, step by step.',
  })
  docsUrl(@Parent() { name }: ConnectionCheckType): string {
    return guideUrl(this.config.publicUrl, 'meta-setup', name.toLowerCase());
  }
}

/** `MetaRefusal.docsUrl`. */
@Resolver(() => MetaRefusal)
export class RefusalGuideResolver {
  constructor(private readonly config: Config) {}

  @ResolveField(() => UrlScalar, {
    nullable: true,
    description:
      'Page of this server on what becomes of messages and broadcasts with this code. Null: the code is not in the table.',
  })
  docsUrl(@Parent() { code, subcode }: MetaRefusal): string | null {
    const listed = listedErrorOf(code, subcode);
    if (listed === null) return null;
    const place = listed.subcode === undefined ? listed.code : `${listed.code}-${listed.subcode}`;
    return guideUrl(this.config.publicUrl, 'meta-errors', String(place));
  }
}

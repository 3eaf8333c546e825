import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../common/clock/clock.js';
import type { Problem } from '../../../../common/errors/domain-error.js';
import { isRecord } from '../../../../whatsapp/json.js';
import {
  frameOf,
  PLAIN_INTERACTIVE_KINDS,
  type CarouselCard,
  type HeaderMedia,
  type InteractiveKind,
  type OutgoingInteractive,
  type PlainInteractiveKind,
} from '../../../../whatsapp/messages/interactive/interactive-content.js';
import type { Conversation } from '../../../conversations/conversations.service.js';
import type { Viewer } from '../../../users/domain/viewer.js';
import { problemsOfInteractive } from '../../domain/outgoing/interactive-limits.js';
import type { OutgoingFlowInput } from '../../schema/interactive/flow.inputs.js';
import type { InteractiveInput } from '../../schema/interactive/interactive.inputs.js';
import type { OutgoingOrderDetailsInput } from '../../schema/interactive/order.inputs.js';
import type { OutgoingCarouselInput } from '../../schema/interactive/product.inputs.js';
import type { OutgoingContentInput } from '../../schema/outgoing-content.inputs.js';
import { flowFrom, interactiveFrom, optionFrom } from './content-from-input.js';
import { givenTotalProblems, orderFrom } from './order-from-input.js';
import { OutgoingFilesService } from './outgoing-files.service.js';
import { because } from '../../../../common/errors/because.js';

/** An interactive content, or what is wrong with it. */
export type ReadInteractive =
  { content: OutgoingInteractive; problems: Problem[] } | { content: null; problems: Problem[] };

interface Sender {
  viewer: Viewer;
  accountId: string;
}

/** Messages with something to tap that somebody wants to send: with their files, and checked by Meta's limits. */
@Injectable()
export class InteractiveContentService {
  constructor(
    private readonly clock: Clock,
    private readonly files: OutgoingFilesService,
  ) {}

  /** Null where the content is nothing to tap. */
  async read(
    viewer: Viewer,
    { accountId }: Conversation,
    input: OutgoingContentInput,
  ): Promise<ReadInteractive | null> {
    const sender = { viewer, accountId };
    const { interactive, flow, carousel, orderDetails } = input;
    if (interactive != null) return this.readPlain(sender, interactive);
    if (flow != null) return this.readFlow(sender, flow);
    if (carousel != null) return this.readCarousel(sender, carousel);
    if (orderDetails != null) return this.readOrder(sender, orderDetails);
    const other = interactiveFrom(input);
    return other === null ? null : this.checked(other.content, [], other.name);
  }

  private async readPlain(sender: Sender, input: InteractiveInput): Promise<ReadInteractive> {
    const { kind } = input;
    if (!isPlain(kind)) {
      const why = because('KIND_HAS_OWN_INPUT', { kind });
      return { content: null, problems: [{ code: 'INVALID_INPUT', ...why, path: pathOf('interactive', 'kind') }] };
    }
    const { media, problems } = await this.headerOf(sender, input.headerMediaId, 'interactive');
    const frame = frameOf({
      header: input.header ?? null,
      headerMedia: media,
      body: input.body,
      footer: input.footer ?? null,
      buttons: (input.buttons ?? []).map(optionFrom),
      listButton: input.listButton ?? null,
      sections: (input.sections ?? []).map(({ title, rows }) => ({ title: title ?? null, rows: rows.map(optionFrom) })),
      url: input.url ?? null,
      urlText: input.urlText ?? null,
    });
    return this.checked({ ...frame, interactiveKind: kind }, problems, 'interactive');
  }

  private async readFlow(sender: Sender, input: OutgoingFlowInput): Promise<ReadInteractive> {
    const { data, header, body, footer } = input;
    const { media, problems } = await this.headerOf(sender, input.headerMediaId, 'flow');
    if (data != null && !isRecord(data)) {
      problems.push({ code: 'INVALID_INPUT', ...because('FLOW_DATA_FORM'), path: pathOf('flow', 'data') });
    }
    const frame = frameOf({ header: header ?? null, headerMedia: media, body, footer: footer ?? null });
    return this.checked({ ...frame, interactiveKind: 'FLOW', flow: flowFrom(input) }, problems, 'flow');
  }

  private async readOrder(sender: Sender, input: OutgoingOrderDetailsInput): Promise<ReadInteractive> {
    const { media, problems } = await this.headerOf(sender, input.headerMediaId, 'orderDetails');
    if (media !== null && media.mediaKind !== 'IMAGE') {
      problems.push({
        code: 'INVALID_FORMAT',
        ...because('ORDER_HEADER_UNFIT'),
        path: pathOf('orderDetails', 'headerMediaId'),
      });
    }
    problems.push(...givenTotalProblems(input, pathOf('orderDetails')));
    const frame = frameOf({ headerMedia: media, body: input.body, footer: input.footer ?? null });
    const content = { ...frame, interactiveKind: 'ORDER_DETAILS' as const, order: orderFrom(input) };
    return this.checked(content, problems, 'orderDetails');
  }

  private async readCarousel({ viewer, accountId }: Sender, input: OutgoingCarouselInput): Promise<ReadInteractive> {
    const found = await Promise.all(
      input.cards.map(async (card, index) => ({
        card,
        ...(await this.files.findHeader(
          viewer,
          accountId,
          card.mediaId,
          pathOf('carousel', 'cards', String(index), 'mediaId'),
        )),
      })),
    );
    const cards = found.flatMap(({ card, media }): CarouselCard[] =>
      media === null
        ? []
        : [
            {
              media,
              body: card.body ?? null,
              buttons: (card.buttons ?? []).map(optionFrom),
              url: card.url ?? null,
              urlText: card.urlText ?? null,
            },
          ],
    );
    const problems = found.flatMap((file) => file.problems);
    if (cards.length < found.length) return { content: null, problems };
    return this.checked({ ...frameOf({ body: input.body }), interactiveKind: 'CAROUSEL', cards }, problems, 'carousel');
  }

  private async headerOf(
    { viewer, accountId }: Sender,
    mediaId: string | null | undefined,
    name: string,
  ): Promise<{ media: HeaderMedia | null; problems: Problem[] }> {
    if (mediaId == null) return { media: null, problems: [] };
    return this.files.findHeader(viewer, accountId, mediaId, pathOf(name, 'headerMediaId'));
  }

  private checked(content: OutgoingInteractive, problems: readonly Problem[], name: string): ReadInteractive {
    return { content, problems: [...problems, ...problemsOfInteractive(content, this.clock.now(), pathOf(name))] };
  }
}

function pathOf(...names: string[]): string[] {
  return ['content', ...names];
}

function isPlain(kind: InteractiveKind): kind is PlainInteractiveKind {
  return (PLAIN_INTERACTIVE_KINDS as readonly string[]).includes(kind);
}

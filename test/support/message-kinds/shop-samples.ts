import { DEMO } from '../../../src/simulator/world/demo-world.js';
import { long, NOWHERE, type MessageKindSample } from './sample.js';

const catalogId: string = DEMO.catalogId;

export const SHOP_SAMPLES: readonly MessageKindSample[] = [
  {
    kind: 'Flow',
    input: 'flow',
    schema: 'InteractiveMessage',
    content: () => ({
      flow: {
        flowId: DEMO.flowId,
        label: 'Book',
        screen: 'DAY',
        data: { name: 'Pablo' },
        token: 'visit-7',
        header: 'Visit',
        body: 'When do you come?',
      },
    }),
    bad: {
      content: { flow: { flowId: '1', flowName: 'a', label: 'Go', body: 'b' } },
      code: 'INVALID_INPUT',
      path: 'flow.flowName',
    },
    sent: {
      type: 'flow',
      header: { type: 'text', text: 'Visit' },
      action: {
        name: 'flow',
        parameters: {
          flow_message_version: '3',
          flow_token: 'visit-7',
          flow_id: DEMO.flowId,
          flow_cta: 'Book',
          mode: 'published',
          flow_action: 'navigate',
          flow_action_payload: { screen: 'DAY', data: { name: 'Pablo' } },
        },
      },
    },
    shown: {
      interactiveKind: 'FLOW',
      flow: { flowId: DEMO.flowId, screen: 'DAY', data: { name: 'Pablo' }, token: 'visit-7', action: 'NAVIGATE' },
      options: [{ optionId: 'visit-7', title: 'Book' }],
    },
  },
  {
    kind: 'Product',
    input: 'product',
    schema: 'InteractiveMessage',
    content: () => ({ product: { catalogId, productId: 'aloe', body: 'This one?' } }),
    bad: { content: { product: { catalogId, productId: ' ' } }, code: 'REQUIRED', path: 'product.productId' },
    sent: {
      type: 'product',
      body: { text: 'This one?' },
      action: { catalog_id: catalogId, product_retailer_id: 'aloe' },
    },
    shown: { interactiveKind: 'PRODUCT', products: { catalogId, sections: [{ productIds: ['aloe'] }] } },
  },
  {
    kind: 'Product list',
    input: 'productList',
    schema: 'InteractiveMessage',
    content: () => ({
      productList: {
        catalogId,
        header: 'Plants',
        body: 'Which of these?',
        sections: [
          { title: 'Dry', productIds: ['aloe', 'cactus'] },
          { title: 'Wet', productIds: ['fern'] },
        ],
      },
    }),
    bad: {
      content: { productList: { catalogId, header: 'h', body: 'b', sections: [{ productIds: Array(31).fill('a') }] } },
      code: 'TOO_LONG',
      path: 'productList.sections',
    },
    sent: {
      type: 'product_list',
      header: { type: 'text', text: 'Plants' },
      action: {
        catalog_id: catalogId,
        sections: [
          { title: 'Dry', product_items: [{ product_retailer_id: 'aloe' }, { product_retailer_id: 'cactus' }] },
          { title: 'Wet', product_items: [{ product_retailer_id: 'fern' }] },
        ],
      },
    },
    shown: {
      interactiveKind: 'PRODUCT_LIST',
      products: { sections: [{ title: 'Dry', productIds: ['aloe', 'cactus'] }, { title: 'Wet' }] },
    },
  },
  {
    kind: 'Catalogue',
    input: 'catalog',
    schema: 'InteractiveMessage',
    content: () => ({ catalog: { body: 'All our plants', thumbnailProductId: 'palm' } }),
    bad: { content: { catalog: { body: long(1_025) } }, code: 'TOO_LONG', path: 'catalog.body' },
    sent: {
      type: 'catalog_message',
      action: { name: 'catalog_message', parameters: { thumbnail_product_retailer_id: 'palm' } },
    },
    shown: { interactiveKind: 'CATALOG', products: { catalogId: null, thumbnailProductId: 'palm' } },
  },
  {
    kind: 'Product carousel',
    input: 'productCarousel',
    schema: 'InteractiveMessage',
    unlisted: 'carousel',
    content: () => ({ productCarousel: { catalogId, body: 'For you', productIds: ['aloe', 'fern'] } }),
    bad: {
      content: { productCarousel: { catalogId, body: 'b', productIds: ['aloe'] } },
      code: 'TOO_SHORT',
      path: 'productCarousel.productIds',
    },
    sent: {
      type: 'carousel',
      action: {
        cards: [
          { card_index: 0, type: 'product', action: { product_retailer_id: 'aloe', catalog_id: catalogId } },
          { card_index: 1, type: 'product', action: { product_retailer_id: 'fern', catalog_id: catalogId } },
        ],
      },
    },
    shown: { interactiveKind: 'PRODUCT_CAROUSEL', products: { sections: [{ productIds: ['aloe', 'fern'] }] } },
  },
  {
    kind: 'Carousel with links',
    input: 'carousel',
    schema: 'InteractiveMessage',
    unlisted: 'carousel',
    content: ({ picture, secondPicture }) => ({
      carousel: {
        body: 'New plants',
        cards: [
          { mediaId: picture, body: 'Aloe', url: 'https://shop.example/aloe', urlText: 'See' },
          { mediaId: secondPicture, body: 'Fern', url: 'https://shop.example/fern', urlText: 'See' },
        ],
      },
    }),
    bad: { content: { carousel: { body: 'b', cards: [] } }, code: 'TOO_SHORT', path: 'carousel.cards' },
    sent: {
      type: 'carousel',
      action: {
        cards: [
          {
            card_index: 0,
            type: 'cta_url',
            header: { type: 'image', image: { id: expect.stringMatching(/^\d+$/) } },
            body: { text: 'Aloe' },
            action: { name: 'cta_url', parameters: { display_text: 'See', url: 'https://shop.example/aloe' } },
          },
          { card_index: 1, body: { text: 'Fern' } },
        ],
      },
    },
    shown: {
      interactiveKind: 'CAROUSEL',
      cards: [
        { body: 'Aloe', options: [{ url: 'https://shop.example/aloe' }], media: { mimeType: 'image/png' } },
        { body: 'Fern' },
      ],
    },
  },
  {
    kind: 'Carousel with quick replies',
    input: 'carousel',
    schema: 'InteractiveMessage',
    unlisted: 'carousel',
    content: ({ picture, secondPicture }) => ({
      carousel: {
        body: 'New plants',
        cards: [picture, secondPicture].map((mediaId, index) => ({
          mediaId,
          buttons: [{ optionId: `more-${index}`, title: 'More' }],
        })),
      },
    }),
    bad: {
      content: { carousel: { body: 'b', cards: [{ mediaId: NOWHERE }, { mediaId: NOWHERE }] } },
      code: 'NOT_FOUND',
      path: 'carousel.cards.0.mediaId',
    },
    sent: {
      type: 'carousel',
      action: {
        cards: [0, 1].map((index) => ({
          card_index: index,
          action: { buttons: [{ type: 'quick_reply', quick_reply: { id: `more-${index}`, title: 'More' } }] },
        })),
      },
    },
    shown: { cards: [{ options: [{ optionId: 'more-0', title: 'More' }] }, { options: [{ optionId: 'more-1' }] }] },
  },
];

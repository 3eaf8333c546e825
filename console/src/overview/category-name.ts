import { useText, type TextId } from '../language/text';

/** In the words of Meta; others are shown as they come. */
const CATEGORIES: Record<string, TextId> = {
  marketing: 'category.MARKETING',
  utility: 'category.UTILITY',
  authentication: 'category.AUTHENTICATION',
  service: 'overview.service',
};

/** What a category of Meta's prices is called here. */
export function useCategoryName(): (category: string | null) => string {
  const t = useText();
  return (category) => {
    const text = category === null ? undefined : CATEGORIES[category];
    return text === undefined ? (category ?? t('app.unknown')) : t(text);
  };
}

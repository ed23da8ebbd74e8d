import { useQuery } from '@tanstack/react-query';

import { itemsQuery } from '@/api/queries';
import { inLanguage, useLanguage } from '@/lib/i18n';

/** An item's name by its code, in the language of the page; the code itself until the catalogue is there. */
export function useItemName(): (code: string) => string {
  const language = useLanguage();
  const items = useQuery(itemsQuery).data ?? [];
  return (code) => {
    const item = items.find((one) => one.code === code);
    return item ? inLanguage(language, item.name, item.name_en) : code;
  };
}

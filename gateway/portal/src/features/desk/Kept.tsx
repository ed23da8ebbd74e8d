import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Flex, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { client, said, type Schemas } from '@/api/client';
import { filtersQuery } from '@/api/desk';

type Shown = { naming: boolean; onNaming: (naming: boolean) => void; filters: URLSearchParams };

/** One's own views of the queue: kept under a name, one choice away on any machine. */
export function Kept({ naming, onNaming, filters }: Shown) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [, setSearch] = useSearchParams();
  const kept = useQuery(filtersQuery).data ?? [];
  const put = useMutation({
    mutationFn: (next: Schemas['FilterBody'][]) => said(client.PUT('/api/filters', { body: { filters: next } })),
    onSuccess: (told) => queries.setQueryData(filtersQuery.queryKey, told.filters),
  });
  const now = queryOf(filters);
  const chosen = kept.find(({ query }) => query === now)?.name;
  const keep = (name: string) => {
    const told = name.trim();
    if (told) put.mutate([...kept.filter((one) => one.name !== told), { name: told, query: now }]);
    onNaming(false);
  };
  if (naming) {
    return (
      <Input.Search
        size="small"
        className="qi-find"
        autoFocus
        aria-label={t('desk.kept.name')}
        placeholder={t('desk.kept.name')}
        enterButton={t('desk.kept.save')}
        maxLength={40}
        onSearch={keep}
        onKeyDown={(event) => event.key === 'Escape' && onNaming(false)}
      />
    );
  }
  return (
    <Flex gap={4}>
      <Select
        size="small"
        className="qi-find"
        aria-label={t('desk.kept.title')}
        placeholder={t('desk.kept.title')}
        value={chosen}
        options={kept.map(({ name }) => ({ value: name, label: name }))}
        notFoundContent={t('desk.kept.none')}
        onChange={(name: string) => setSearch(kept.find((one) => one.name === name)?.query ?? '')}
      />
      {chosen ? (
        <Button size="small" onClick={() => put.mutate(kept.filter(({ name }) => name !== chosen))}>
          {t('desk.kept.drop')}
        </Button>
      ) : (
        <Button size="small" disabled={!now} aria-keyshortcuts="s" onClick={() => onNaming(true)}>
          {t('desk.kept.keep')}
          <kbd aria-hidden className="qi-key">
            s
          </kbd>
        </Button>
      )}
    </Flex>
  );
}

/** The filters as they stand in the address, without the page one is on. */
function queryOf(filters: URLSearchParams): string {
  const kept = new URLSearchParams(filters);
  kept.delete('cursor');
  kept.sort();
  return kept.toString();
}

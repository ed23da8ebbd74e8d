import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Flex } from 'antd';
import { useTranslation } from 'react-i18next';

import { reasonText } from './reason';

import { client, said } from '@/api/client';
import type { Problem } from '@/api/problem';
import { earlierQuery } from '@/api/queries';
import type { Given } from '@/api/upload';
import { dayOf } from '@/lib/days';

type Shown = { item: string; material: string; uscc?: string; given: Given[]; onGiven: (given: Given[]) => void };
const MOST = 3;

/** What was given for an earlier case and fits here is offered, so that nobody sends one thing twice. */
export function EarlierFiles({ item, material, uscc, given, onGiven }: Shown) {
  const { t } = useTranslation();
  const { data: earlier = [] } = useQuery(earlierQuery(item, uscc));
  const again = useMutation<Given, Problem, { id: string; name: string }>({
    mutationFn: async ({ id, name }) => {
      const path = { material_id: id };
      const body = { item, material, uscc };
      const made = await said(client.POST('/api/materials/{material_id}/reuse', { params: { path }, body }));
      return { ...made, name, material };
    },
    onSuccess: (made) => onGiven([...given, made]),
  });
  const taken = new Set(given.map(({ sha256 }) => sha256));
  const fitting = earlier.filter(({ fits, file }) => fits === material && !taken.has(file.sha256)).slice(0, MOST);
  if (fitting.length === 0) return null;
  return (
    <Flex gap="small" wrap align="center">
      {fitting.map(({ file, at }) => {
        const name = file.name ?? file.id;
        return (
          <Button
            key={file.id}
            size="small"
            disabled={again.isPending}
            onClick={() => again.mutate({ id: file.id, name })}
          >
            {t('ui.use_earlier', { name, day: at ? dayOf(at) : '' })}
          </Button>
        );
      })}
      {again.error && <span role="alert">{reasonText(again.error)}</span>}
    </Flex>
  );
}

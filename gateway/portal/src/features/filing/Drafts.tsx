import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Flex, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { dropped } from './shared';
import { STEPS } from './steps';

import type { Schemas } from '@/api/client';
import { draftsQuery } from '@/api/queries';
import { momentText } from '@/lib/days';
import { DataTable, type Column } from '@/ui/DataTable';
import { MomentText } from '@/ui/DateText';
import { Answer, Empty, ErrorBlock } from '@/ui/blocks';
import { useItemName } from '@/ui/useItemName';

type Head = Schemas['DraftHead'];

/** B3: what the enterprise's people have begun and not filed, to go on with anywhere. */
export function Drafts() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const query = useQuery(draftsQuery);
  const drop = useMutation({
    mutationFn: dropped,
    onSettled: () => queries.invalidateQueries({ queryKey: draftsQuery.queryKey }),
  });
  const columns = useColumns((draft) => drop.mutate(draft));
  return (
    <div className="qi-stack">
      <h1>{t('filing.drafts.title')}</h1>
      {drop.error && <ErrorBlock error={drop.error} />}
      <Answer query={query} rows={6}>
        {(drafts) => (
          <DataTable<Head>
            label={t('filing.drafts.title')}
            rows={drafts}
            rowKey={({ id }) => id}
            columns={columns}
            empty={
              <Empty text={t('filing.drafts.empty')}>
                <Link to="/">{t('filing.drafts.find')}</Link>
              </Empty>
            }
          />
        )}
      </Answer>
    </div>
  );
}

function useColumns(onDrop: (draft: Head) => void): Column<Head>[] {
  const { t } = useTranslation();
  const nameOf = useItemName();
  const stepOf = ({ step }: Head) => {
    const place = Math.max(
      0,
      STEPS.findIndex((one) => one === step),
    );
    const name = t(`filing.name.${STEPS[place] ?? 'who'}`);
    return t('filing.drafts.at_step', { n: place + 1, all: STEPS.length, name });
  };
  return [
    {
      key: 'item',
      title: t('filing.review.item'),
      render: (draft) => (
        <Link to={`/file/${draft.item}?draft=${draft.id}&step=${draft.step || 'who'}`}>
          {t('filing.drafts.resume')} {nameOf(draft.item)}
        </Link>
      ),
    },
    { key: 'step', title: t('filing.drafts.progress'), render: stepOf },
    {
      key: 'saved',
      title: t('filing.drafts.saved'),
      render: ({ saved_by, saved_at }) =>
        t('filing.drafts.by', { name: saved_by ?? '–', time: saved_at ? momentText(saved_at) : '' }),
    },
    { key: 'kept', title: t('filing.drafts.kept'), render: ({ kept_until }) => <MomentText at={kept_until} /> },
    {
      key: 'act',
      title: t('filing.drafts.act'),
      render: (draft) => (
        <Flex>
          <Popconfirm title={t('filing.drafts.drop_sure')} onConfirm={() => onDrop(draft)}>
            <Button size="small" aria-label={`${t('filing.drafts.drop')} ${nameOf(draft.item)}`}>
              {t('filing.drafts.drop')}
            </Button>
          </Popconfirm>
        </Flex>
      ),
    },
  ];
}

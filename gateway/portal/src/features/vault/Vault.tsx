import { useQuery } from '@tanstack/react-query';
import { Input, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Schemas } from '@/api/client';
import { earlierQuery } from '@/api/queries';
import { CaseNumber } from '@/ui/CaseNumber';
import { DataTable, type Column } from '@/ui/DataTable';
import { MomentText } from '@/ui/DateText';
import { Answer, Empty } from '@/ui/blocks';
import { useItemName } from '@/ui/useItemName';

type Earlier = Schemas['EarlierMaterial'];

/** B9: what the enterprise gave once; it is offered in every filing where it fits. */
export function Vault() {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const query = useQuery(earlierQuery(''));
  const columns = useColumns();
  return (
    <div className="qi-stack">
      <h1>{t('vault.title')}</h1>
      <p>{t('vault.text')}</p>
      <Input.Search
        allowClear
        aria-label={t('vault.find')}
        placeholder={t('vault.find')}
        onSearch={(text) => setTyped(text.trim())}
      />
      <Answer query={query} rows={8}>
        {(given) => (
          <DataTable<Earlier>
            label={t('vault.title')}
            rows={given.filter(({ file, material_name }) => `${file.name} ${material_name}`.includes(typed))}
            rowKey={({ file }) => file.id}
            columns={columns}
            empty={
              <Empty text={typed ? t('ui.no_match') : t('vault.empty')}>
                <Link to="/">{t('vault.go')}</Link>
              </Empty>
            }
          />
        )}
      </Answer>
    </div>
  );
}

function useColumns(): Column<Earlier>[] {
  const { t } = useTranslation();
  const nameOf = useItemName();
  return [
    {
      key: 'name',
      title: t('vault.material'),
      render: ({ file, material_name }) => (
        <>
          <strong>{material_name}</strong> <Typography.Text className="qi-break">{file.name}</Typography.Text>
        </>
      ),
    },
    { key: 'item', title: t('vault.item'), render: ({ item }) => nameOf(item) },
    { key: 'at', title: t('vault.at'), render: ({ at }) => <MomentText at={at} /> },
    {
      key: 'case',
      title: t('vault.case'),
      render: ({ case_no }) => <CaseNumber no={case_no} to={`/cases/${case_no}`} />,
    },
  ];
}

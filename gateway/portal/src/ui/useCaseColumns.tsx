import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { CaseNumber } from './CaseNumber';
import { ClockChip } from './ClockChip';
import type { Column } from './DataTable';
import { StateTag } from './StateTag';

import type { Schemas } from '@/api/client';

type Row = Schemas['CaseHead'];
type Named = Record<'item' | 'applicant' | 'state' | 'due', Column<Row>>;

/** The columns that every list of cases has; `beside` stands beside a number. */
export function useCaseColumns(page: string, beside?: (row: Row) => ReactNode): Named & { no: Column<Row> } {
  const { t } = useTranslation();
  return {
    no: {
      key: 'no',
      title: t('words.field.case_no'),
      width: 168,
      render: (row) => (
        <>
          <CaseNumber no={row.no} short to={`${page}/${row.no}`} />
          {beside?.(row)}
        </>
      ),
    },
    item: {
      key: 'item',
      title: t('words.field.item'),
      cut: true,
      render: ({ item, item_name }) => `${item} ${item_name ?? ''}`,
    },
    applicant: {
      key: 'applicant',
      title: t('words.field.applicant'),
      cut: true,
      render: ({ applicant }) => applicant.name ?? applicant.uscc,
    },
    state: {
      key: 'state',
      title: t('words.field.state'),
      width: 96,
      render: ({ state, outcome }) => <StateTag state={state} outcome={outcome} />,
    },
    due: { key: 'due', title: t('words.field.latest'), width: 190, render: ({ due }) => <ClockChip due={due} /> },
  };
}

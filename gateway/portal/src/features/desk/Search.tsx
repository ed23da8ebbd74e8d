import { useQuery } from '@tanstack/react-query';
import { Flex, Input, Tabs, Typography, type InputRef } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Schemas } from '@/api/client';
import { casesQuery, itemsQuery } from '@/api/queries';
import { inLanguage, useLanguage } from '@/lib/i18n';
import { recent } from '@/lib/recent';
import { DataTable } from '@/ui/DataTable';
import { Answer, Empty } from '@/ui/blocks';
import { useCaseColumns } from '@/ui/useCaseColumns';
import { useFilters } from '@/ui/useFilters';

type Row = Schemas['CaseHead'];
type Item = Schemas['Item'];
const TAIL = /^(\d{5})-?([0-9A-Z])$/i; // the end of a number: its sequence and its check character
const numberOf = ({ no }: Row) => no;

/** C7: one box; a number or its end, an enterprise, a code, an item. */
export function Search() {
  const { t } = useTranslation();
  const [filters, change] = useFilters();
  const q = filters.get('q')?.trim() ?? '';
  const box = useRef<InputRef>(null);
  useEffect(() => {
    const timer = setTimeout(() => box.current?.focus(), 0); // after the page's own arrival
    return () => clearTimeout(timer);
  }, []);
  const [, sequence, check] = TAIL.exec(q) ?? [];
  const cursor = filters.get('cursor') ?? undefined;
  const cases = useQuery({ ...casesQuery({ q: sequence ?? q, cursor, limit: 50 }), enabled: q !== '' });
  const fits = ({ no }: Row) => !check || no.endsWith(`-${sequence}-${check.toUpperCase()}`);
  const rows = (cases.data?.cases ?? []).filter(fits);
  const items = useItems(q);
  const companies = [...new Map(rows.map((row) => [row.applicant.uscc, row.applicant.name])).entries()];
  const columns = useCaseColumns('/desk/cases');
  return (
    <>
      <Flex gap="small" align="center" wrap className="qi-bar">
        <h1>{t('desk.search.title')}</h1>
        <search>
          <Input.Search
            ref={box}
            key={q}
            className="qi-wide-select"
            defaultValue={q}
            aria-label={t('desk.search.box')}
            placeholder={t('desk.search.box')}
            allowClear
            onSearch={(typed) => change({ q: typed.trim() || undefined })}
          />
        </search>
      </Flex>
      {q === '' ? (
        <Recent />
      ) : (
        <Answer query={cases} rows={8}>
          {(page) => (
            <>
              <Typography.Text role="status" className="qi-spoken">
                {t('desk.search.found', { cases: rows.length, companies: companies.length, items: items.length })}
              </Typography.Text>
              <Tabs
                size="small"
                items={[
                  {
                    key: 'cases',
                    label: t('desk.search.cases', { n: rows.length }),
                    children: (
                      <DataTable<Row>
                        label={t('desk.search.cases', { n: rows.length })}
                        rows={rows}
                        rowKey={numberOf}
                        columns={[columns.no, columns.item, columns.applicant, columns.state, columns.due]}
                        next={page.next}
                        paged={Boolean(cursor)}
                        onPage={(to) => change({ cursor: to })}
                        empty={<Empty text={t('desk.search.none')} />}
                      />
                    ),
                  },
                  {
                    key: 'companies',
                    label: t('desk.search.companies', { n: companies.length }),
                    children: <Companies of={companies} />,
                  },
                  {
                    key: 'items',
                    label: t('desk.search.items', { n: items.length }),
                    children: <Found items={items} />,
                  },
                ]}
              />
            </>
          )}
        </Answer>
      )}
    </>
  );
}

function useItems(q: string): Item[] {
  const items = useQuery(itemsQuery).data ?? [];
  const wanted = q.toLowerCase();
  return wanted ? items.filter(({ code, name }) => `${code} ${name}`.toLowerCase().includes(wanted)) : [];
}

function Companies({ of }: { of: [string, string | null][] }) {
  const { t } = useTranslation();
  if (of.length === 0) return <Empty text={t('desk.search.none')} />;
  return (
    <ul className="qi-plain">
      {of.map(([uscc, name]) => (
        <li key={uscc}>
          <Link to={`/desk/companies/${uscc}`}>
            {name} <span className="qi-figures">{uscc}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Found({ items }: { items: Item[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (items.length === 0) return <Empty text={t('desk.search.none')} />;
  return (
    <ul className="qi-plain">
      {items.map(({ code, name, name_en }) => (
        <li key={code}>
          <Link to={`/items/${code}`}>
            {code} {inLanguage(language, name, name_en)}
          </Link>{' '}
          <Link to={`/desk?item=${code}`}>{t('desk.search.of_item')}</Link>
        </li>
      ))}
    </ul>
  );
}

function Recent() {
  const { t } = useTranslation();
  const numbers = recent();
  if (numbers.length === 0) return <Empty text={t('desk.search.hint')} />;
  return (
    <section aria-label={t('desk.search.recent')}>
      <h2 className="qi-h3">{t('desk.search.recent')}</h2>
      <ul className="qi-plain">
        {numbers.map((no) => (
          <li key={no}>
            <Link to={`/desk/cases/${no}`} className="qi-number">
              {no}
            </Link>
          </li>
        ))}
      </ul>
      <Typography.Text type="secondary">{t('desk.search.hint')}</Typography.Text>
    </section>
  );
}

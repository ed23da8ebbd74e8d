import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Descriptions, Flex, Tabs } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';

import { client, newKey, said, type Schemas } from '@/api/client';
import { visitsQuery } from '@/api/desk';
import { caseQuery, casesQuery, earlierQuery } from '@/api/queries';
import { useKeys } from '@/lib/keys';
import { useTitle } from '@/lib/title';
import { ContactFields, type Means } from '@/ui/ContactFields';
import { ContactList } from '@/ui/ContactList';
import { DataTable } from '@/ui/DataTable';
import { DateText, MomentText } from '@/ui/DateText';
import { Answer, Empty, ErrorBlock } from '@/ui/blocks';
import { busy } from '@/ui/busy';
import { useCaseColumns } from '@/ui/useCaseColumns';
import { useFilters } from '@/ui/useFilters';

type Row = Schemas['CaseHead'];
const numberOf = ({ no }: Row) => no;
const OVER = new Set(['archived', 'withdrawn', 'not_accepted', 'terminated', 'delivered', 'rated']);

/** C8: what the window knows of an enterprise: its cases, what it gave, what was spoken of. */
export function Company() {
  const { t } = useTranslation();
  const uscc = useParams().uscc ?? '';
  const [filters, change] = useFilters();
  const cursor = filters.get('cursor') ?? undefined;
  const cases = useQuery(casesQuery({ uscc, cursor, limit: 50 }));
  const columns = useCaseColumns('/desk/cases');
  const newest = cases.data?.cases[0];
  const name = newest?.applicant.name ?? uscc;
  useTitle(name);
  return (
    <>
      <h1>{name}</h1>
      <Answer query={cases} rows={8}>
        {(page) => (
          <>
            <Facts uscc={uscc} newest={newest} open={page.cases.filter(({ state }) => !OVER.has(state)).length} />
            <Tabs
              size="small"
              items={[
                {
                  key: 'cases',
                  label: t('desk.company.cases'),
                  children: (
                    <DataTable<Row>
                      label={t('desk.company.cases')}
                      rows={page.cases}
                      rowKey={numberOf}
                      columns={[columns.no, columns.item, columns.state, columns.due]}
                      next={page.next}
                      paged={Boolean(cursor)}
                      onPage={(to) => change({ cursor: to })}
                      empty={<Empty text={t('desk.company.no_cases')} />}
                    />
                  ),
                },
                { key: 'visits', label: t('desk.company.visits'), children: <Visits uscc={uscc} /> },
                { key: 'given', label: t('desk.company.given'), children: <Given uscc={uscc} /> },
              ]}
            />
          </>
        )}
      </Answer>
    </>
  );
}

/** Who it is, and whom to call: as the newest filing says. */
function Facts({ uscc, newest, open }: { uscc: string; newest: Row | undefined; open: number }) {
  const { t } = useTranslation();
  const last = useQuery({ ...caseQuery(newest?.no ?? ''), enabled: newest !== undefined }).data?.applicant;
  return (
    <Descriptions
      size="small"
      bordered
      column={{ xs: 1, md: 2 }}
      items={[
        { key: 'uscc', label: t('words.field.uscc'), children: <span className="qi-figures">{uscc}</span> },
        { key: 'open', label: t('desk.company.open'), children: t('desk.company.open_n', { n: open }) },
        {
          key: 'contact',
          label: t('words.field.agent'),
          children: `${last?.contact ?? '–'} ${last?.phone ?? ''}`,
        },
        { key: 'last', label: t('desk.company.last'), children: <DateText day={newest?.received_on} /> },
      ]}
      className="qi-gap"
    />
  );
}

function Visits({ uscc }: { uscc: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [means, setMeans] = useState<Means>('visit');
  const [text, setText] = useState('');
  const key = useRef(newKey());
  const log = useMutation({
    mutationFn: () =>
      said(
        client.POST('/api/companies/{uscc}/visits', {
          params: { path: { uscc }, header: { 'Idempotency-Key': key.current } },
          body: { means, text: text.trim() },
        }),
      ),
    onSuccess: () => {
      key.current = newKey();
      setText('');
      return queries.invalidateQueries({ queryKey: ['visits', uscc] });
    },
  });
  const ready = text.trim() !== '' && !log.isPending;
  useKeys({
    m: () => document.getElementById('visit-text')?.focus(),
    'Ctrl+Enter': () => ready && log.mutate(),
  });
  return (
    <Flex vertical gap="small" className="qi-narrow-form">
      <ContactFields id="visit-text" rows={3} means={means} text={text} onMeans={setMeans} onText={setText} />
      {log.error && <ErrorBlock error={log.error} />}
      <Button disabled={!ready} {...busy(log.isPending)} onClick={() => log.mutate()} className="qi-start">
        {t('desk.contact.log')}
      </Button>
      <Answer query={useQuery(visitsQuery(uscc))}>{(visits) => <ContactList contacts={visits} />}</Answer>
    </Flex>
  );
}

/** What it gave before, so that nobody asks for it again. */
function Given({ uscc }: { uscc: string }) {
  const { t } = useTranslation();
  return (
    <Answer query={useQuery(earlierQuery('', uscc))}>
      {(files) =>
        files.length === 0 ? (
          <Empty text={t('act.no_materials')} />
        ) : (
          <ul className="qi-plain">
            {files.map((file) => (
              <li key={file.file.id}>
                <a
                  href={`/api/cases/${file.case_no}/materials/${encodeURIComponent(file.file.id)}`}
                  target="_blank"
                  rel="noreferrer"
                >
                  {file.material_name} {file.file.name}
                </a>{' '}
                {file.item} · <MomentText at={file.at} />
              </li>
            ))}
          </ul>
        )
      }
    </Answer>
  );
}

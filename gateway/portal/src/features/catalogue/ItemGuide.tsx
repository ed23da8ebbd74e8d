import { useQuery } from '@tanstack/react-query';
import { Button, Card, Descriptions, Flex, Steps, Table, Tag, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';

import { client, said, type Schemas } from '@/api/client';
import { itemQuery, itemsQuery } from '@/api/queries';
import { signIn, useMe } from '@/api/session';
import { today } from '@/lib/days';
import { inLanguage, useLanguage, type Language } from '@/lib/i18n';
import { useKeys } from '@/lib/keys';
import { useTitle } from '@/lib/title';
import { DateText } from '@/ui/DateText';
import { Answer } from '@/ui/blocks';
import { titlesIn } from '@/ui/form/faults';

type Item = Schemas['Item'];
type Material = Schemas['Material'];

/** P2: decide whether to apply, and prepare. */
export function ItemGuide() {
  const { code = '' } = useParams();
  const query = useQuery(itemQuery(code));
  return (
    <Answer query={query} rows={10}>
      {(item) => <Guide item={item} />}
    </Answer>
  );
}

function Guide({ item }: { item: Item }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const name = inLanguage(language, item.name, item.name_en);
  useTitle(name);
  return (
    <div className="qi-stack">
      <Flex vertical gap={4}>
        <Flex gap="small" align="center" wrap>
          <h1>{name}</h1>
          <Tag>{item.code}</Tag>
          <Tag color="blue">{t(`words.kind.${item.kind}`)}</Tag>
        </Flex>
        <Typography.Text>
          {t('catalogue.guide_page.result', { outcome: inLanguage(language, item.outcome, item.outcome_en) })}
        </Typography.Text>
      </Flex>
      <Glance item={item} language={language} />
      {item.parts.length > 0 && <PartMap item={item} />}
      <Materials materials={item.materials} />
      <Course />
      <Asked item={item} language={language} />
      <Begin item={item} />
    </div>
  );
}

function Glance({ item, language }: { item: Item; language: Language }) {
  const { t } = useTranslation();
  const limits = [
    item.instant && t('catalogue.guide_page.instant'),
    item.promised_days && t('catalogue.guide_page.limit_promised', { n: item.promised_days }),
    item.statutory_days && t('catalogue.guide_page.limit_statutory', { n: item.statutory_days }),
  ].filter(Boolean);
  const decided = item.decided === 'referred' ? 'decided_referred' : 'decided_here';
  const rows = [
    ['who', inLanguage(language, item.applicant, item.applicant_en)],
    ['limit', limits.join('；')],
    ['fee', t('catalogue.guide_page.fee_none')],
    ['where', t('catalogue.guide_page.where_text')],
    ['decided', t(`catalogue.guide_page.${decided}`)],
    ['basis', item.basis ?? ''],
  ] as const;
  return (
    <section aria-labelledby="glance">
      <Card title={<h2 id="glance">{t('catalogue.guide_page.at_a_glance')}</h2>} size="small">
        <Descriptions
          bordered
          size="small"
          column={1}
          items={rows.map(([key, children]) => ({ key, label: t(`catalogue.guide_page.${key}`), children }))}
        />
        {item.promised_days ? <Latest days={item.promised_days} /> : null}
      </Card>
    </section>
  );
}

function Latest({ days }: { days: number }) {
  const { t } = useTranslation();
  const start = today();
  const { data } = useQuery({
    queryKey: ['due-date', start, days],
    queryFn: ({ signal }) => said(client.POST('/api/calculators/due-date', { body: { start, days }, signal })),
    staleTime: Infinity,
  });
  if (!data) return null;
  return (
    <p>
      {t('catalogue.guide_page.today')} <strong>{<DateText day={data.due} provisional={data.provisional} />}</strong>{' '}
      {t('catalogue.guide_page.today_result')}
    </p>
  );
}

function PartMap({ item }: { item: Item }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { data: items } = useQuery(itemsQuery);
  const nameOf = (code: string) => {
    const found = items?.find((other) => other.code === code);
    return found ? `${code} ${inLanguage(language, found.name, found.name_en)}` : code;
  };
  return (
    <section aria-labelledby="parts" className="qi-panel">
      <h2 id="parts">{t('catalogue.guide_page.parts')}</h2>
      <ol>
        {item.parts.map((part) => (
          <li key={part.item}>
            {nameOf(part.item)} ·{' '}
            {part.needs.length > 0
              ? t('catalogue.guide_page.part_needs', { needs: part.needs.join(' · ') })
              : t('catalogue.guide_page.part_first')}
          </li>
        ))}
      </ol>
      <p>{t(item.join === 'any' ? 'catalogue.guide_page.join.any' : 'catalogue.guide_page.join.all')}</p>
    </section>
  );
}

function Materials({ materials }: { materials: readonly Material[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <section>
      <h2 id="materials">{t('catalogue.guide_page.materials')}</h2>
      <div role="region" aria-labelledby="materials" tabIndex={0} className="qi-scroll">
        <Table<Material>
          size="small"
          pagination={false}
          rowKey="code"
          dataSource={materials}
          columns={[
            {
              title: t('catalogue.guide_page.material'),
              render: (_, one) => inLanguage(language, one.name, one.name_en),
            },
            { title: t('words.field.source'), render: (_, one) => t(`words.source.${one.source}`) },
            { title: t('catalogue.guide_page.necessity'), render: (_, one) => t(`words.necessity.${one.necessity}`) },
            { title: t('catalogue.guide_page.note'), dataIndex: 'note' },
          ]}
        />
      </div>
    </section>
  );
}

function Course() {
  const { t } = useTranslation();
  return (
    <section aria-labelledby="course" className="qi-panel">
      <h2 id="course">{t('catalogue.guide_page.steps')}</h2>
      <Steps
        orientation="vertical"
        size="small"
        items={(['file', 'receive', 'domain', 'close'] as const).map((step) => ({
          title: t(`catalogue.guide_page.step_${step}`),
          content: t(`catalogue.guide_page.step_${step}_text`),
          status: 'wait',
        }))}
      />
    </section>
  );
}

function Asked({ item, language }: { item: Item; language: Language }) {
  const { t } = useTranslation();
  return (
    <details>
      <summary>{t('catalogue.guide_page.form')}</summary>
      <ul>
        {titlesIn(item.form_schema, language).map(({ name, title, required }) => (
          <li key={name}>
            {title} {required && <Tag>{t('catalogue.guide_page.form_required')}</Tag>}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Begin({ item }: { item: Item }) {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const path = `/file/${item.code}`;
  const begin = () => (me ? void navigate(path) : signIn(path));
  useKeys({ 'Ctrl+Enter': begin });
  return (
    <div className="qi-actions qi-sticky">
      <Button type="primary" size="large" onClick={begin} aria-keyshortcuts="Control+Enter">
        {t('catalogue.guide_page.start')}
      </Button>
    </div>
  );
}

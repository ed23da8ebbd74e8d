import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Flex, Input, Table, Tag, Typography } from 'antd';
import { useTranslation } from 'react-i18next';

import { healthQuery, rootsQuery } from './queries';

import { client, said, type Schemas } from '@/api/client';
import { useSignedIn } from '@/api/session';
import { MomentText } from '@/ui/DateText';
import { Answer, Empty, ErrorBlock } from '@/ui/blocks';

/** X7: whether everything runs, and whether what was written is what stands. */
export function Health() {
  const { t } = useTranslation();
  const reads = useSignedIn().roles.includes('supervisor');
  return (
    <Flex vertical gap="middle">
      <h1>{t('admin.health.title')}</h1>
      <section aria-label={t('admin.health.services')} className="qi-panel">
        <h2 className="qi-h3">{t('admin.health.services')}</h2>
        <Answer query={useQuery(healthQuery)}>
          {({ services }) => (
            <ul className="qi-plain">
              {Object.entries(services).map(([name, state]) => (
                <li key={name}>
                  <Flex gap="small" align="center">
                    <span className="qi-service">{t(`admin.health.service.${name as 'workflow'}`)}</span>
                    <Tag color={state === 'ready' || state === 'idle' ? 'green' : 'red'}>
                      {t(`admin.health.state.${state as 'ready'}`)}
                    </Tag>
                  </Flex>
                </li>
              ))}
            </ul>
          )}
        </Answer>
      </section>
      {reads && <Verify />}
      <section aria-label={t('admin.health.roots')} className="qi-panel">
        <h2 className="qi-h3">{t('admin.health.roots')}</h2>
        <Answer query={useQuery(rootsQuery)}>{(roots) => <Roots roots={roots} />}</Answer>
      </section>
    </Flex>
  );
}

/** One case replayed from its history; the first wrong entry is named. */
function Verify() {
  const { t } = useTranslation();
  const asked = useMutation({
    mutationFn: (no: string) => said(client.GET('/api/cases/{no}/verification', { params: { path: { no } } })),
  });
  const found = asked.data;
  return (
    <section aria-label={t('admin.health.verify')} className="qi-panel">
      <h2 className="qi-h3">{t('admin.health.verify')}</h2>
      <Input.Search
        className="qi-wide-select"
        aria-label={t('words.field.case_no')}
        placeholder={t('words.field.case_no')}
        enterButton={t('admin.health.verify_now')}
        onSearch={(typed) => typed.trim() && asked.mutate(typed.trim())}
      />
      <div role="status">
        {found && (
          <Alert
            showIcon
            type={found.whole ? 'success' : 'error'}
            title={
              found.whole
                ? t('admin.health.whole', { n: found.entries, roots: found.anchors.length })
                : t('admin.health.broken', { n: found.first_wrong ?? '–' })
            }
            description={found.finding && t(`admin.health.finding.${found.finding}`)}
          />
        )}
      </div>
      {asked.error && <ErrorBlock error={asked.error} />}
    </section>
  );
}

function Roots({ roots }: { roots: Schemas['Root'][] }) {
  const { t } = useTranslation();
  if (roots.length === 0) return <Empty text={t('admin.health.no_roots')} />;
  return (
    <div role="region" aria-label={t('admin.health.root')} tabIndex={0} className="qi-scroll">
      <Table<Schemas['Root']>
        size="small"
        pagination={false}
        rowKey="number"
        dataSource={roots}
        columns={[
          { title: t('admin.health.number'), dataIndex: 'number', width: 72 },
          { title: t('admin.health.day'), dataIndex: 'day', width: 120 },
          { title: t('admin.health.count'), dataIndex: 'count', width: 96 },
          {
            title: t('admin.health.root'),
            render: (_, { root }) => (
              <Typography.Text code className="qi-break">
                {root}
              </Typography.Text>
            ),
          },
          { title: t('admin.health.signed'), width: 150, render: (_, { signed_at }) => <MomentText at={signed_at} /> },
        ]}
      />
    </div>
  );
}

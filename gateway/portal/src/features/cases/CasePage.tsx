import { useQuery } from '@tanstack/react-query';
import { Alert, Descriptions, Flex, QRCode } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';

import { CourseOf } from './Course';
import { HistoryOf, NoticesOf, PartsOf } from './Details';
import { Turn } from './Turn';
import { Withdraw } from './Withdraw';

import type { Schemas } from '@/api/client';
import { caseQuery, itemQuery } from '@/api/queries';
import { useKeys } from '@/lib/keys';
import { useTitle } from '@/lib/title';
import { CaseNumber } from '@/ui/CaseNumber';
import { ClockChip } from '@/ui/ClockChip';
import { ClockDrawer } from '@/ui/ClockDrawer';
import { DateText } from '@/ui/DateText';
import { FormView } from '@/ui/FormView';
import { StateTag, TurnText } from '@/ui/StateTag';
import { Answer } from '@/ui/blocks';
import { shownState, turnOf } from '@/ui/states';

type Case = Schemas['Case'];

/** B5: where it stands, whose turn it is, until when; and everything said and given. */
export function CasePage() {
  const { no = '' } = useParams();
  const query = useQuery(caseQuery(no));
  useTitle(no);
  return (
    <Answer query={query} rows={10}>
      {(shown) => <Shown of={shown} />}
    </Answer>
  );
}

function Shown({ of }: { of: Case }) {
  const { t } = useTranslation();
  const [explaining, setExplaining] = useState(false);
  const item = useQuery(itemQuery(of.item)).data;
  const first = useRef(of.revision);
  const changed = of.revision > first.current;
  useKeys({ t: () => setExplaining(true) });
  return (
    <div className="qi-stack">
      <Flex justify="space-between" align="start" wrap gap="small">
        <div>
          <h1>{of.item_name}</h1>
          <CaseNumber no={of.no} />
        </div>
        <StateTag state={of.state} outcome={of.outcome} deemed={of.deemed} plain />
      </Flex>
      <Descriptions
        bordered
        size="small"
        column={{ xs: 1, md: 2 }}
        className="qi-white"
        items={[
          { key: 'turn', label: t('cases.page.now'), children: <strong>{<TurnText of={of} applicantIsYou />}</strong> },
          {
            key: 'latest',
            label: t('cases.page.latest'),
            children: (
              <Flex gap="small" align="center" wrap>
                <DateText day={of.due?.on} provisional={of.due?.provisional} />
                <ClockChip due={of.due} onExplain={() => setExplaining(true)} />
              </Flex>
            ),
          },
        ]}
      />
      <div role="status" className="qi-said">
        {changed && (
          <Alert
            type="info"
            showIcon
            title={t('cases.page.changed', { state: t(`words.state.${shownState(of.state, of.outcome)}`) })}
          />
        )}
      </div>
      {of.deemed && <Alert type="info" showIcon title={t('cases.page.deemed', { day: of.accepted_on ?? '' })} />}
      {of.outcome === 'denied' && <Alert type="warning" showIcon title={t('cases.page.denied')} />}
      <Turn of={of} item={item} />
      <section className="qi-panel" aria-label={t('cases.page.next_title')}>
        <h2>{t('cases.page.next_title')}</h2>
        <p>{t(`cases.page.turn_text.${turnOf(of)}`)}</p>
      </section>
      <CourseOf of={of} />
      <PartsOf of={of} />
      <NoticesOf no={of.no} />
      <section className="qi-panel" aria-label={t('cases.page.materials')}>
        <h2>{t('cases.page.materials')}</h2>
        {of.materials.length === 0 ? (
          <p>{t('cases.page.no_materials')}</p>
        ) : (
          <ul>
            {of.materials.map(({ id, name }) => (
              <li key={id} className="qi-break">
                {name}
              </li>
            ))}
          </ul>
        )}
        <details>
          <summary>{t('cases.page.form')}</summary>
          {item && <FormView schema={item.form_schema} data={of.form} />}
        </details>
      </section>
      <HistoryOf no={of.no} />
      {of.query_key && <Receipt no={of.no} queryKey={of.query_key} />}
      <Withdraw of={of} />
      <ClockDrawer no={of.no} open={explaining} onClose={() => setExplaining(false)} />
    </div>
  );
}

function Receipt({ no, queryKey }: { no: string; queryKey: string }) {
  const { t } = useTranslation();
  return (
    <section className="qi-panel" aria-label={t('cases.page.qr')}>
      <h2>{t('cases.page.qr')}</h2>
      <Flex gap="middle" align="center" wrap>
        <QRCode
          type="svg"
          size={112}
          value={`${location.origin}/progress#no=${no}&key=${queryKey}`}
          aria-label={t('filing.done.qr')}
          color="#000"
          bgColor="#fff"
        />
        <span>
          {t('ui.labelled', { label: t('cases.page.key') })}
          <strong className="qi-figures">{queryKey}</strong>
        </span>
      </Flex>
    </section>
  );
}

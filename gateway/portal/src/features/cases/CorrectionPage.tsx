import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Flex, Modal, Progress } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';

import { DefectCard } from './DefectCard';
import { Trouble } from './Turn';
import { defectsOf, FORM, type Defect } from './defects';

import type { Schemas } from '@/api/client';
import { caseQuery, itemQuery, noticesQuery, stationsQuery } from '@/api/queries';
import { useSignedIn } from '@/api/session';
import type { Given } from '@/api/upload';
import { useKeys } from '@/lib/keys';
import { useTitle } from '@/lib/title';
import { useKept } from '@/lib/useKept';
import { CaseNumber } from '@/ui/CaseNumber';
import { DateText, MomentText } from '@/ui/DateText';
import { Answer, Empty, Loading } from '@/ui/blocks';
import { busy } from '@/ui/busy';
import type { FormData } from '@/ui/form/ItemForm';
import { useAction } from '@/ui/useAction';

const ItemForm = lazy(async () => ({ default: (await import('@/ui/form/ItemForm')).ItemForm }));
type Case = Schemas['Case'];
type Kept = { given: Given[]; form?: FormData; asked: string[] };
const NOTHING: Kept = { given: [], asked: [] };

/** B6: answer a one-time notice defect by defect, all in one go; what is given is kept until it is sent. */
export function CorrectionPage() {
  const { no = '' } = useParams();
  const query = useQuery(caseQuery(no));
  useTitle(no);
  return (
    <Answer query={query} rows={10}>
      {(shown) => <OfCase of={shown} />}
    </Answer>
  );
}

function OfCase({ of }: { of: Case }) {
  const { t } = useTranslation();
  const item = useQuery(itemQuery(of.item)).data;
  const me = useSignedIn();
  const kept = useKept<Kept>(me.subject, `correction:${of.no}`, NOTHING);
  const action = useAction('cases', of.no);
  if (!item || !kept.content) return <Loading rows={8} />;
  const notice = of.corrections.at(-1);
  const head = (
    <div>
      <h1>{t('cases.correction.title', { item: of.item_name })}</h1>
      <CaseNumber no={of.no} to={`/cases/${of.no}`} />
    </div>
  );
  if (action.isSuccess) return <Sent head={head} of={of} />;
  if (!notice || !of.actions.includes('resubmit')) {
    return (
      <div className="qi-stack">
        {head}
        <Empty text={t('cases.correction.nothing')}>
          <Link to={`/cases/${of.no}`}>{t('cases.correction.to_case')}</Link>
        </Empty>
      </div>
    );
  }
  const send = async () => {
    const { given, form } = kept.content ?? NOTHING;
    const words = { materials: given.map(({ id }) => id), ...(form ? { form } : {}) };
    await action.mutateAsync({ action: 'resubmit', revision: of.revision, words });
    await kept.drop();
  };
  return (
    <div className="qi-stack">
      {head}
      <Summary of={of} notice={notice} />
      <Defects
        of={of}
        item={item}
        defects={defectsOf(of, item)}
        kept={kept.content}
        change={kept.change}
        waiting={action.isPending}
        onSend={() => void send().catch(() => undefined)}
      />
      <Trouble error={action.error} />
    </div>
  );
}

function Summary({ of, notice }: { of: Case; notice: Schemas['Correction'] }) {
  const { t } = useTranslation();
  const issued = useQuery(noticesQuery(of.no))
    .data?.filter(({ kind }) => kind === 'correction')
    .at(-1);
  return (
    <Alert
      type="warning"
      showIcon
      title={
        <>
          {t('cases.correction.by')} <DateText day={notice.due_on} provisional={of.due?.provisional} />
        </>
      }
      description={
        <Flex vertical gap={4}>
          <span>{t('cases.correction.once')}</span>
          <span>{t('cases.correction.otherwise')}</span>
          {issued && (
            <span>
              <a href={`/api/cases/${of.no}/notices/${issued.id}.pdf`}>{t('cases.correction.notice')}</a>{' '}
              {issued.number} <MomentText at={issued.issued_at} />
            </span>
          )}
        </Flex>
      }
    />
  );
}

type Shown = {
  of: Case;
  item: Schemas['Item'];
  defects: Defect[];
  kept: Kept;
  change: (changed: Partial<Kept>) => void;
  waiting: boolean;
  onSend: () => void;
};

function Defects({ of, item, defects, kept, change, waiting, onSend }: Shown) {
  const { t } = useTranslation();
  const [sure, setSure] = useState(false);
  const phone = useQuery(stationsQuery).data?.find(({ code }) => code === of.station)?.phone;
  const answered = ({ code }: Defect) =>
    code === FORM ? kept.form !== undefined : kept.given.some(({ material }) => material === code);
  const settled = (defect: Defect) => answered(defect) || kept.asked.includes(defect.code);
  const done = defects.filter(answered).length;
  const ready = done > 0 && defects.every(settled) && !waiting;
  const ask = () => ready && setSure(true);
  useKeys({ 'Ctrl+Enter': ask });
  const doubt = (code: string, on: boolean) =>
    change({ asked: on ? [...kept.asked, code] : kept.asked.filter((other) => other !== code) });
  const give = (code: string, files: Given[]) =>
    change({ given: [...kept.given.filter(({ material }) => material !== code), ...files] });
  return (
    <>
      {defects.map((defect, place) => (
        <DefectCard
          key={defect.code}
          defect={defect}
          place={place + 1}
          all={defects.length}
          done={answered(defect)}
          doubtful={kept.asked.includes(defect.code)}
          phone={phone}
          item={item.code}
          given={kept.given.filter(({ material }) => material === defect.code)}
          onGiven={(files) => give(defect.code, files)}
          onDoubt={(on) => doubt(defect.code, on)}
        >
          {defect.code === FORM && (
            <details open={kept.form !== undefined}>
              <summary>{t('cases.correction.edit')}</summary>
              <Suspense fallback={<Loading />}>
                <ItemForm
                  schema={item.form_schema}
                  uiSchema={item.ui_schema}
                  data={kept.form ?? of.form ?? {}}
                  onChange={(form) => change({ form })}
                />
              </Suspense>
            </details>
          )}
        </DefectCard>
      ))}
      <div className="qi-sticky">
        <Flex justify="space-between" align="center" wrap gap="small">
          <span role="status" className="qi-grow">
            {t('cases.page.correction.of', { n: defects.length, done })}
            <Progress percent={Math.round((done / defects.length) * 100)} size="small" showInfo={false} aria-hidden />
          </span>
          <Button type="primary" size="large" disabled={!ready} onClick={ask} aria-keyshortcuts="Control+Enter">
            {t('cases.page.correction.submit')}
          </Button>
        </Flex>
      </div>
      <Modal
        open={sure}
        title={t('cases.correction.sure')}
        okText={t('cases.page.correction.submit')}
        cancelText={t('ui.cancel')}
        okButtonProps={busy(waiting)}
        onOk={() => {
          setSure(false);
          onSend();
        }}
        onCancel={() => setSure(false)}
      >
        <p>{t('cases.correction.sure_text', { n: done })}</p>
      </Modal>
    </>
  );
}

function Sent({ head, of }: { head: React.ReactNode; of: Case }) {
  const { t } = useTranslation();
  return (
    <div className="qi-stack">
      {head}
      <div role="status">
        <Alert
          type="success"
          showIcon
          title={t('cases.correction.sent')}
          description={
            <>
              {t('cases.correction.sent_text')} <DateText day={of.due?.on} provisional={of.due?.provisional} />
            </>
          }
        />
      </div>
      <Link to={`/cases/${of.no}`}>{t('cases.correction.to_case')}</Link>
    </div>
  );
}

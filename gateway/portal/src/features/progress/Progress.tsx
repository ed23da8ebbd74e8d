import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Timeline } from 'antd';
import { useRef, useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useNavigate } from 'react-router';

import { client, newKey, said, type Schemas } from '@/api/client';
import { asProblem, type Problem } from '@/api/problem';
import { stationsQuery } from '@/api/queries';
import { normalised, numberFault } from '@/lib/numbers';
import { CaseNumber } from '@/ui/CaseNumber';
import { ClockChip } from '@/ui/ClockChip';
import { MomentText } from '@/ui/DateText';
import { RatingForm } from '@/ui/RatingForm';
import { StateTag, TurnText } from '@/ui/StateTag';
import { ErrorBlock, Loading } from '@/ui/blocks';

type Asked = { no: string; key: string };
const BAD = 2; // from here down the window calls
const MOMENTS = [
  ['file', 'filed_at'],
  ['accept', 'accepted_at'],
  ['decide', 'decided_at'],
  ['deliver', 'delivered_at'],
] as const;

/** P3: where a case stands, without an account. Number and key stay behind the # and reach no log. */
export function Progress() {
  const { t } = useTranslation();
  const { hash } = useLocation();
  const navigate = useNavigate();
  const told = new URLSearchParams(hash.slice(1));
  const asked: Asked = { no: told.get('no') ?? '', key: told.get('key') ?? '' };
  const ready = asked.no !== '' && asked.key !== '';
  const ask = ({ no, key }: Asked) => void navigate(`#${new URLSearchParams({ no, key }).toString()}`);
  return (
    <div className="qi-stack">
      <h1>{t('cases.progress.title')}</h1>
      <div className="qi-panel">
        <p>{t('cases.progress.text')}</p>
        <Question key={hash} first={asked} onAsk={ask} />
      </div>
      {ready && <Found asked={asked} />}
    </div>
  );
}

function Question({ first, onAsk }: { first: Asked; onAsk: (asked: Asked) => void }) {
  const { t } = useTranslation();
  const [no, setNo] = useState(first.no);
  const [key, setKey] = useState(first.key);
  const [tried, setTried] = useState(false);
  const wrong = numberFault(no);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (!wrong && key.trim()) onAsk({ no: normalised(no), key: normalised(key) });
  };
  return (
    <form onSubmit={submit} noValidate>
      <div className="qi-fields">
        <Form.Item
          layout="vertical"
          label={t('cases.progress.number')}
          htmlFor="progress-no"
          validateStatus={tried && wrong ? 'error' : undefined}
          help={tried && wrong ? <span role="alert">{t(`cases.progress.number_${wrong}`)}</span> : undefined}
        >
          <Input
            id="progress-no"
            value={no}
            autoCapitalize="characters"
            autoComplete="off"
            aria-invalid={tried && Boolean(wrong)}
            onChange={({ target }) => setNo(target.value)}
          />
        </Form.Item>
        <Form.Item
          layout="vertical"
          label={t('cases.progress.key')}
          htmlFor="progress-key"
          validateStatus={tried && !key.trim() ? 'error' : undefined}
          help={tried && !key.trim() ? <span role="alert">{t('cases.progress.key_needed')}</span> : undefined}
        >
          <Input
            id="progress-key"
            value={key}
            autoCapitalize="characters"
            autoComplete="off"
            onChange={({ target }) => setKey(target.value)}
          />
        </Form.Item>
      </div>
      <Button type="primary" htmlType="submit" size="large">
        {t('cases.progress.find')}
      </Button>
    </form>
  );
}

function Found({ asked }: { asked: Asked }) {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ['progress', asked],
    queryFn: ({ signal }) =>
      said(client.GET('/api/progress', { params: { query: { case_no: asked.no, key: asked.key } }, signal })),
    refetchInterval: 30_000,
  });
  if (query.data) {
    return (
      <>
        <Standing progress={query.data} />
        <ByKey asked={asked} state={query.data.state} />
      </>
    );
  }
  if (!query.error) return <Loading />;
  const unknown = asProblem(query.error).status === 404;
  return (
    <ErrorBlock
      error={query.error}
      title={unknown ? t('cases.progress.none') : undefined}
      onRetry={unknown ? undefined : () => void query.refetch()}
    />
  );
}

/** Whoever holds number and key of what was delivered may rate it, without an account. */
function ByKey({ asked, state }: { asked: Asked; state: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const key = useRef(newKey());
  const rating = useMutation<Schemas['Progress'], Problem, { level: number; comment: string }>({
    mutationFn: (told) => {
      const params = { path: { no: asked.no }, header: { 'Idempotency-Key': key.current } };
      return said(client.POST('/api/progress/{no}/rating', { params, body: { ...told, key: asked.key } }));
    },
    onSuccess: (found) => queries.setQueryData(['progress', asked], found),
  });
  if (rating.data) {
    const bad = (rating.variables?.level ?? 5) <= BAD;
    return (
      <div role="status">
        <Alert type="success" showIcon title={t('cases.rated.thanks')} description={bad && t('cases.rated.bad')} />
      </div>
    );
  }
  if (state !== 'delivered') return null;
  return (
    <>
      <RatingForm busy={rating.isPending} onRate={(told) => rating.mutate(told)} />
      {rating.error && <ErrorBlock error={rating.error} />}
    </>
  );
}

function Standing({ progress }: { progress: Schemas['Progress'] }) {
  const { t } = useTranslation();
  const stations = useQuery(stationsQuery).data ?? [];
  const station = stations.find(({ code }) => code === progress.station);
  const reached = MOMENTS.filter(([, at]) => progress[at]);
  return (
    <section className="qi-panel qi-stack" aria-label={t('cases.progress.timeline')} role="region">
      <div role="status">
        <h2>{progress.item_name}</h2>
        <CaseNumber no={progress.no} />
      </div>
      <StateTag state={progress.state} outcome={progress.outcome} plain />
      <div>
        {t('ui.labelled', { label: t('words.field.next') })}
        <TurnText of={progress} applicantIsYou /> <ClockChip due={progress.due ?? null} />
      </div>
      <Timeline
        items={reached.map(([action, at]) => ({
          color: 'green',
          content: (
            <>
              {t(`words.happened.${action}`)} <MomentText at={progress[at]} />
            </>
          ),
        }))}
      />
      {station && (
        <div>
          {t('ui.labelled', { label: t('cases.progress.station') })}
          {station.name} <a href={`tel:${station.phone}`}>{station.phone}</a>
        </div>
      )}
      <Link to={`/cases/${progress.no}`}>{t('cases.progress.all')}</Link>
    </section>
  );
}

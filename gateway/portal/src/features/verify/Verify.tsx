import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Upload } from 'antd';
import { useState, type DragEvent, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams, useSearchParams } from 'react-router';

import { Verdict } from './Verdict';
import { verifyQuery, type Asked } from './queries';

import { useTitle } from '@/lib/title';
import { ErrorBlock, Loading } from '@/ui/blocks';

/** P4: whether a paper is genuine, for anyone who was shown it: by its QR code, its number or its file. */
export function Verify() {
  const { token } = useParams();
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const [file, setFile] = useState<File>();
  const number = search.get('number') ?? '';
  const asked = askedOf(file, token, number);
  const leave = () => {
    setFile(undefined);
    void navigate('/verify');
  };
  const byNumber = (typed: string) => {
    setFile(undefined);
    void navigate(`/verify?${new URLSearchParams({ number: typed }).toString()}`);
  };
  const question = <Question key={number} first={number} onNumber={byNumber} onFile={setFile} />;
  return asked ? <Answered asked={asked} question={question} onAgain={leave} /> : <Begin>{question}</Begin>;
}

function askedOf(file: File | undefined, token: string | undefined, number: string): Asked | undefined {
  if (file) return { file };
  if (token) return { token };
  return number ? { number } : undefined;
}

function Begin({ children }: { children: React.ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className="qi-stack">
      <h1>{t('verify.title')}</h1>
      <p>{t('verify.text')}</p>
      {children}
    </div>
  );
}

type Shown = { asked: Asked; question: React.ReactNode; onAgain: () => void };

function Answered({ asked, question, onAgain }: Shown) {
  const { t } = useTranslation();
  const query = useQuery(verifyQuery(asked));
  useTitle(query.data ? t(`verify.verdict.${query.data.verdict}`) : '');
  if (!query.data && !query.error) {
    return (
      <Begin>
        <p role="status">{t('verify.checking')}</p>
        <Loading rows={6} />
      </Begin>
    );
  }
  return (
    <div className="qi-stack">
      {query.data ? (
        <Verdict found={query.data} asked={asked} />
      ) : (
        <>
          <h1>{t('verify.title')}</h1>
          <Alert type="warning" showIcon title={t('verify.away')} />
          <ErrorBlock error={query.error} onRetry={() => void query.refetch()} />
        </>
      )}
      {'token' in asked ? (
        <div>
          <Button onClick={onAgain}>{t('verify.again')}</Button>
        </div>
      ) : (
        question
      )}
    </div>
  );
}

type Asking = { first: string; onNumber: (typed: string) => void; onFile: (file: File) => void };

function Question({ first, onNumber, onFile }: Asking) {
  const { t } = useTranslation();
  return (
    <section className="qi-panel qi-stack" aria-label={t('verify.title')}>
      <ByNumber first={first} onNumber={onNumber} />
      <div>
        <h2 className="qi-h3">{t('verify.file')}</h2>
        <Drop onFile={onFile} />
      </div>
    </section>
  );
}

/** A file by its button, or dropped: what is around the button takes no focus of its own. */
function Drop({ onFile }: { onFile: (file: File) => void }) {
  const { t } = useTranslation();
  const drop = (event: DragEvent) => {
    event.preventDefault();
    const file = event.dataTransfer.files[0];
    if (file) onFile(file);
  };
  return (
    <div className="qi-drop" onDragOver={(event) => event.preventDefault()} onDrop={drop}>
      <Upload
        accept=".pdf,.xml"
        showUploadList={false}
        beforeUpload={(file) => {
          onFile(file);
          return false;
        }}
      >
        <Button size="large">{t('verify.choose')}</Button>
      </Upload>
      <div className="qi-wide-only">{t('verify.drop')}</div>
      <div>{t('verify.promise')}</div>
    </div>
  );
}

function ByNumber({ first, onNumber }: { first: string; onNumber: (typed: string) => void }) {
  const { t } = useTranslation();
  const [number, setNumber] = useState(first);
  const [tried, setTried] = useState(false);
  const lacking = tried && !number.trim();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (number.trim()) onNumber(number.trim());
  };
  return (
    <form onSubmit={submit} noValidate>
      <Form.Item
        layout="vertical"
        label={t('verify.number')}
        htmlFor="verify-number"
        extra={t('verify.number_hint')}
        validateStatus={lacking ? 'error' : undefined}
        help={lacking ? <span role="alert">{t('verify.number_needed')}</span> : undefined}
      >
        <Input
          id="verify-number"
          size="large"
          value={number}
          autoComplete="off"
          aria-invalid={lacking}
          onChange={({ target }) => setNumber(target.value)}
        />
      </Form.Item>
      <Button type="primary" htmlType="submit" size="large">
        {t('verify.check')}
      </Button>
    </form>
  );
}

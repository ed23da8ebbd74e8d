import { useQuery } from '@tanstack/react-query';
import { Alert, Flex } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { Company, type Person } from './Company';
import { Finish, type Means } from './Finish';
import { Papers } from './Papers';
import { Receipt } from './Receipt';
import { Which } from './Which';
import { useFile } from './useFile';

import { itemQuery } from '@/api/queries';
import { useSignedIn } from '@/api/session';
import type { Given } from '@/api/upload';
import { useKeys } from '@/lib/keys';
import { usccFault } from '@/lib/uscc';
import { ErrorBlock } from '@/ui/blocks';
import { ItemForm, type FormData } from '@/ui/form/ItemForm';

const NOBODY: Person = { uscc: '', name: '', contact: '', phone: '' };
const FORM = 'intake-form';

/** C4: typed for the client in one screen; what is known is not asked for again. */
export function Intake() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [person, setPerson] = useState(NOBODY);
  const [code, setCode] = useState<string>();
  const [form, setForm] = useState<FormData>({});
  const [given, setGiven] = useState<Given[]>([]);
  const [means, setMeans] = useState<Means>('window');
  const [receiving, setReceiving] = useState(true);
  const station = useSignedIn().station ?? '';
  const item = useQuery({ ...itemQuery(code ?? ''), enabled: code !== undefined }).data;
  const filing = useFile();
  const known = usccFault(person.uscc) === undefined && person.name && person.contact && person.phone;
  const [tried, setTried] = useState(false);

  const send = (how: boolean) => {
    setTried(true);
    setReceiving(how);
    requestAnimationFrame(() => document.querySelector<HTMLFormElement>(`#${FORM}`)?.requestSubmit());
  };
  const file = (content: FormData) => {
    if (!known || !code) return;
    filing.mutate({
      receive: receiving,
      body: {
        item: code,
        station,
        channel: 'counter',
        applicant: person,
        form: content,
        materials: given.map(({ id }) => id),
        delivery: means,
        follows: '',
      },
    });
  };
  const anew = () => {
    filing.reset();
    setPerson(NOBODY);
    setCode(undefined);
    setForm({});
    setGiven([]);
    setTried(false);
  };
  useKeys({ 'Ctrl+Enter': () => send(true), Escape: () => void navigate('/desk') }, !filing.data);
  if (filing.data) return <Receipt found={filing.data} onAnew={anew} />;
  return (
    <>
      <Flex gap="small" align="center" wrap className="qi-bar">
        <h1>{t('shell.menu.intake')}</h1>
      </Flex>
      <div className="qi-intake">
        <Company person={person} onChange={setPerson} item={code} tried={tried} />
        <Which
          code={code}
          onChoose={(next) => {
            setCode(next);
            setForm({});
            setGiven([]);
          }}
        />
        {item && (
          <>
            <section className="qi-panel" aria-label={t('act.form')}>
              <h2>{t('act.form')}</h2>
              <ItemForm
                id={FORM}
                key={item.code}
                schema={item.form_schema}
                uiSchema={item.ui_schema}
                data={form}
                onChange={setForm}
                onValid={file}
                problems={filing.error?.fields.filter(({ path }) => path.startsWith('form'))}
              >
                <span />
              </ItemForm>
            </section>
            <Papers item={item} uscc={person.uscc} given={given} onGiven={setGiven} />
            {tried && !known && <Alert type="error" showIcon title={t('intake.who_is_open')} />}
            {filing.error && <ErrorBlock error={filing.error} />}
            <Finish
              item={item}
              form={form}
              given={given}
              means={means}
              onMeans={setMeans}
              busy={filing.isPending}
              onSend={send}
            />
          </>
        )}
      </div>
    </>
  );
}

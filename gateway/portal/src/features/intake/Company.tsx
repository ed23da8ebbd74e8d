import { useQuery } from '@tanstack/react-query';
import { Alert, Flex, Form, Input, Typography } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { caseQuery, casesQuery } from '@/api/queries';
import { normalised } from '@/lib/numbers';
import { usccFault } from '@/lib/uscc';
import { reasonText } from '@/ui/reason';

export type Person = { uscc: string; name: string; contact: string; phone: string };
type Shown = { person: Person; onChange: (person: Person) => void; item?: string; tried: boolean };
const LONG = 18;
const OVER = new Set(['delivered', 'rated', 'archived', 'withdrawn', 'not_accepted', 'terminated']);

/** Who applies: by the code; name and contact as they were told last time. */
export function Company({ person, onChange, item, tried }: Shown) {
  const { t } = useTranslation();
  const whole = person.uscc.length >= LONG;
  const fault = whole || (tried && person.uscc !== '') ? usccFault(person.uscc) : undefined;
  const known = whole && !fault;
  const earlier = useQuery({
    ...casesQuery({ uscc: person.uscc, limit: 20 }),
    enabled: known,
    placeholderData: undefined,
  });
  const cases = known ? (earlier.data?.cases ?? []) : [];
  const last = useQuery({ ...caseQuery(cases[0]?.no ?? ''), enabled: cases.length > 0 }).data?.applicant;
  const { name, contact, phone } = person;
  useEffect(() => {
    if (!last || last.uscc !== person.uscc || name || contact || phone) return;
    onChange({ uscc: last.uscc, name: last.name ?? '', contact: last.contact ?? '', phone: last.phone ?? '' });
  }, [last, person.uscc, name, contact, phone, onChange]);
  const open = cases.filter(({ state }) => !OVER.has(state));
  const twin = open.find((one) => one.item === item);
  const set = (changed: Partial<Person>) => onChange({ ...person, ...changed });
  return (
    <section className="qi-panel" aria-label={t('intake.company')}>
      <h2>{t('intake.company')}</h2>
      <Form layout="vertical" component="div" className="qi-who">
        <Form.Item
          label={t('words.field.uscc')}
          htmlFor="uscc"
          validateStatus={fault || (tried && !person.uscc) ? 'error' : undefined}
          help={
            fault
              ? reasonText({ reason: 'USCC_INVALID', params: {} })
              : tried && !person.uscc
                ? t('ui.fault.REQUIRED')
                : undefined
          }
        >
          <Input
            id="uscc"
            autoFocus
            autoComplete="off"
            maxLength={40}
            value={person.uscc}
            onChange={({ target }) => set({ uscc: normalised(target.value).slice(0, LONG) })}
          />
        </Form.Item>
        {(['name', 'contact', 'phone'] as const).map((field) => (
          <Form.Item
            key={field}
            label={t(`intake.${field}`)}
            htmlFor={`person-${field}`}
            validateStatus={tried && !person[field] ? 'error' : undefined}
            help={tried && !person[field] ? t('ui.fault.REQUIRED') : undefined}
          >
            <Input
              id={`person-${field}`}
              autoComplete="off"
              maxLength={field === 'name' ? 100 : 30}
              value={person[field]}
              onChange={({ target }) => set({ [field]: target.value })}
            />
          </Form.Item>
        ))}
      </Form>
      <Flex vertical gap={4} role="status">
        {cases.length > 0 && (
          <Typography.Text type="secondary">{t('intake.known', { n: open.length })}</Typography.Text>
        )}
        {twin && (
          <Alert
            type="warning"
            showIcon
            title={t('intake.twin', { day: twin.received_on ?? '' })}
            action={<Link to={`/desk/cases/${twin.no}`}>{t('intake.look')}</Link>}
          />
        )}
      </Flex>
    </section>
  );
}

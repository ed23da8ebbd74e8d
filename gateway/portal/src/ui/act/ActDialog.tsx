import { LoadingOutlined } from '@ant-design/icons';
import { Button, Drawer, Flex, Form, Grid, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { actionLabel } from '../ActionBar';
import { CaseNumber } from '../CaseNumber';
import { ErrorBlock } from '../blocks';

import { FIELDS, GROUPED } from './fields';
import { firstValues, unanswered, words, type Field, type MoveRow, type Subject, type Values } from './moves';

import type { Problem } from '@/api/problem';
import { i18n } from '@/lib/i18n';
import { useKeys } from '@/lib/keys';

type Shown = {
  row: MoveRow;
  subject: Subject;
  known?: Values;
  problem?: Problem;
  busy: boolean;
  onClose: () => void;
  onSubmit: (values: Values) => void;
};

const ID = 'act-';

/** One action before it is done: what comes of it, what it needs, and Ctrl+Enter. */
export function ActDialog({ row, subject, known, problem, busy, onClose, onSubmit }: Shown) {
  const { t } = useTranslation();
  const wide = Grid.useBreakpoint().md ?? true;
  const [values, setValues] = useState<Values>(() => firstValues(row, known));
  const [tried, setTried] = useState(false);
  const open = tried ? unanswered(row, values) : [];
  const submit = () => {
    const lacking = unanswered(row, values);
    setTried(true);
    if (lacking[0]) document.getElementById(`${ID}${lacking[0]}`)?.focus();
    else if (!busy) onSubmit(words(values));
  };
  useKeys({ 'Ctrl+Enter': submit }, true, true);
  const label = actionLabel(row.action);
  return (
    <Drawer
      open
      title={label}
      size={wide ? 480 : '100%'}
      onClose={onClose}
      mask={{ closable: false }}
      footer={
        <Flex gap="small" justify="end">
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button
            type="primary"
            danger={row.danger}
            loading={busy && { icon: <LoadingOutlined spin aria-hidden /> }}
            aria-keyshortcuts="Control+Enter"
            onClick={submit}
          >
            {t('act.confirm', { action: label })}
            <kbd aria-hidden className="qi-key">
              Ctrl+Enter
            </kbd>
          </Button>
        </Flex>
      }
    >
      <Flex vertical gap="middle">
        <What row={row} subject={subject} />
        {problem && <ErrorBlock error={problem} />}
        <Form layout="vertical" component="div">
          {(row.fields ?? []).map((field) => (
            <Asked
              key={field.name}
              field={field}
              subject={subject}
              value={values[field.name]}
              missing={open.includes(field.name)}
              told={problem?.fields.find(({ path }) => path.split('/').includes(field.name))?.reason}
              onChange={(value) => setValues((before) => ({ ...before, [field.name]: value }))}
            />
          ))}
        </Form>
      </Flex>
    </Drawer>
  );
}

/** To whom it happens, what is issued, and which clock it moves. */
function What({ row, subject }: { row: MoveRow; subject: Subject }) {
  const { t } = useTranslation();
  const effect = `act.effect.${row.action}` as 'act.effect.receive';
  const said: boolean = i18n.exists(effect);
  return (
    <div>
      <CaseNumber no={'no' in subject ? subject.no : subject.case_no} copyable={false} />
      {'applicant' in subject && <div>{subject.applicant.name}</div>}
      {said && <Typography.Paragraph className="qi-effect">{t(effect)}</Typography.Paragraph>}
      {row.notice && (
        <div>
          {t('act.issues')} <strong>{t(`words.notice.${row.notice as 'receipt'}`)}</strong>
        </div>
      )}
    </div>
  );
}

type AskedFor = {
  field: Field;
  subject: Subject;
  value: unknown;
  missing: boolean;
  told?: string;
  onChange: (value: unknown) => void;
};

function Asked({ field, subject, value, missing, told, onChange }: AskedFor) {
  const { t } = useTranslation();
  const Component = FIELDS[field.kind];
  const id = `${ID}${field.name}`;
  const label = t(`act.field.${field.name as 'reason'}`);
  const grouped = GROUPED.has(field.kind);
  const fault = missing ? t('ui.fault.REQUIRED') : told && i18n.t(`reasons.${told as 'REQUIRED'}`);
  return (
    <Form.Item
      htmlFor={grouped ? undefined : id}
      label={
        <>
          {label}
          {!field.required && <span className="qi-optional">{t('ui.optional')}</span>}
        </>
      }
      validateStatus={fault ? 'error' : undefined}
      help={fault}
    >
      <Component field={field} id={id} subject={subject} value={value} invalid={Boolean(fault)} onChange={onChange} />
    </Form.Item>
  );
}

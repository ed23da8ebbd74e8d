import { CheckCircleFilled, CloseCircleFilled, ExclamationCircleFilled, QuestionCircleFilled } from '@ant-design/icons';
import { Descriptions, Typography } from 'antd';
import { useTranslation } from 'react-i18next';

import type { Asked, Authenticity } from './queries';

import { dayOf, dayText } from '@/lib/days';
import { i18n, useLanguage, type Language } from '@/lib/i18n';
import { DateText, MomentText } from '@/ui/DateText';

const ICONS = {
  genuine: CheckCircleFilled,
  changed: CloseCircleFilled,
  replaced: ExclamationCircleFilled,
  revoked: CloseCircleFilled,
  unknown: QuestionCircleFilled,
};
type Given = { found: Authenticity; asked: Asked };

/** The verdict first, in words and with a sign; then what is certified, and how to check it without us. */
export function Verdict({ found, asked }: Given) {
  const { t } = useTranslation();
  const language = useLanguage();
  const Icon = ICONS[found.verdict];
  return (
    <>
      <div className={`qi-panel qi-verdict qi-verdict-${found.verdict}`}>
        <div role="alert">
          <h1>
            <Icon aria-hidden /> {t(`verify.verdict.${found.verdict}`)}
          </h1>
          <p>{sentence(found, asked, language)}</p>
          {'file' in asked && <p className="qi-break">{t('verify.file_checked', { name: asked.file.name })}</p>}
        </div>
      </div>
      {found.number && (
        <section className="qi-panel" aria-label={t('verify.certified')}>
          <h2>{t('verify.certified')}</h2>
          <Descriptions bordered size="small" column={1} items={factsOf(found)} />
          <details className="qi-offline">
            <summary>{t('verify.offline')}</summary>
            <ol>
              <li>{t('verify.offline_1')}</li>
              <li>{t('verify.offline_2')}</li>
              <li>{t('verify.offline_3')}</li>
            </ol>
          </details>
        </section>
      )}
    </>
  );
}

function sentence(found: Authenticity, asked: Asked, language: Language): string {
  const on = (day: string | null | undefined) => (day ? dayText(dayOf(day), language) : '–');
  switch (found.verdict) {
    case 'genuine':
      return i18n.t('number' in asked ? 'verify.say.genuine_number' : 'verify.say.genuine', {
        day: on(found.issued_at),
      });
    case 'replaced':
      return i18n.t('verify.say.replaced', { number: found.replaced_by ?? '–' });
    case 'revoked':
      return found.revoked_by
        ? i18n.t('verify.say.revoked_by', { day: on(found.revoked_on), by: found.revoked_by })
        : i18n.t('verify.say.revoked', { day: on(found.revoked_on) });
    case 'unknown':
      return i18n.t('file' in asked ? 'verify.say.unknown_file' : 'verify.say.unknown');
    default:
      return i18n.t('verify.say.changed');
  }
}

function factsOf(found: Authenticity) {
  const rows = [
    ['title', found.title],
    [
      'number',
      <Typography.Text key="n" copyable={{ tooltips: false }} className="qi-figures" children={found.number} />,
    ],
    ['organ', found.organ],
    ['issued_at', <MomentText key="i" at={found.issued_at} />],
    ['item_name', found.item_name],
    ['holder', found.holder ?? i18n.t('verify.holder_hidden')],
    ['state', found.verdict !== 'changed' && i18n.t(`verify.verdict.${found.verdict}`)],
    ['valid_until', found.valid_until && <DateText key="v" day={found.valid_until} />],
    ['sha256', found.sha256 && <code className="qi-break">{found.sha256}</code>],
    ['certificate', found.certificate && <CertificateLink id={found.certificate} />],
  ] as const;
  return rows
    .filter(([, value]) => Boolean(value))
    .map(([key, children]) => ({ key, label: i18n.t(`verify.fact.${key}`), children }));
}

function CertificateLink({ id }: { id: string }) {
  const { t } = useTranslation();
  return <a href={`/api/certificates/${id}.pem`}>{t('verify.certificate_file')}</a>;
}

import { Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

type Shown = { no: string; to?: string; short?: boolean; copyable?: boolean };
const BEGINNING = 'NB-330203001-2026'.length; // office and year: the same in a whole list

/** A case's number, its check character in bold; spoken and copied whole, however short it is shown. */
export function CaseNumber({ no, to, short = false, copyable = !to }: Shown) {
  const { t } = useTranslation();
  const [number = '', part] = no.split('.', 2);
  const text = (
    <>
      {short && <span className="qi-spoken">{number.slice(0, BEGINNING)}</span>}
      {short && <span aria-hidden>…</span>}
      {number.slice(short ? BEGINNING : 0, -1)}
      <strong>{number.slice(-1)}</strong>
      {part && ` · ${part}`}
    </>
  );
  const copying = copyable && { text: no, tooltips: [t('ui.copy_number'), t('ui.copied')] as [string, string] };
  return (
    <Typography.Text copyable={copying} className="qi-number" title={no}>
      {to ? <Link to={to}>{text}</Link> : text}
    </Typography.Text>
  );
}

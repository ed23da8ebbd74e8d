import { Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

type Shown = { no: string; to?: string; short?: boolean; copyable?: boolean };

/** A case's number, its check character in bold; copied whole, however short it is shown. */
export function CaseNumber({ no, to, short = false, copyable = !to }: Shown) {
  const { t } = useTranslation();
  const shown = short ? `…${no.split('-').slice(2).join('-').slice(4)}` : no;
  const text = (
    <>
      {shown.slice(0, -1)}
      <strong>{shown.slice(-1)}</strong>
    </>
  );
  const copying = copyable && { text: no, tooltips: [t('ui.copy_number'), t('ui.copied')] as [string, string] };
  return (
    <Typography.Text copyable={copying} className="qi-number" title={no}>
      {to ? (
        <Link to={to} aria-label={no}>
          {text}
        </Link>
      ) : (
        text
      )}
    </Typography.Text>
  );
}

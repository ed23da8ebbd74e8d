import { Button, Flex, QRCode } from 'antd';
import { useTranslation } from 'react-i18next';

import type { Instrument } from './queries';

type Shown = { of: readonly Instrument[]; onClose: () => void };

/** Labels to be printed and stuck on: scanned, each leads to its instrument. */
export function Labels({ of, onClose }: Shown) {
  const { t } = useTranslation();
  return (
    <section className="qi-panel" aria-label={t('instruments.labels', { n: of.length })}>
      <Flex gap="middle" wrap>
        {of.map(({ id, texts, valid_until: until }) => (
          <figure key={id}>
            <div role="img" aria-label={t('instruments.label', { name: texts.name, serial: texts.serial })}>
              <QRCode type="svg" size={112} value={`${globalThis.location.origin}/instruments?id=${id}`} />
            </div>
            <figcaption>
              {texts.name}
              <br />
              {texts.serial}
              <br />
              {until && t('instruments.until', { day: until })}
            </figcaption>
          </figure>
        ))}
      </Flex>
      <Button onClick={onClose}>{t('instruments.close')}</Button>
    </section>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Descriptions } from 'antd';
import { useTranslation } from 'react-i18next';

import { Standing } from './Standing';
import { instrumentQuery } from './queries';

import { DateText } from '@/ui/DateText';
import { Answer } from '@/ui/blocks';

/** The instrument whose label was scanned. */
export function Scanned({ id }: { id: string }) {
  const { t } = useTranslation();
  const query = useQuery(instrumentQuery(id));
  return (
    <Answer query={query} rows={3}>
      {(one) => (
        <section className="qi-panel" aria-labelledby="scanned">
          <h2 id="scanned">
            {one.texts.name} {one.texts.serial}
          </h2>
          <Descriptions
            column={1}
            size="small"
            items={[
              { key: 'state', label: t('instruments.state'), children: <Standing of={one} /> },
              { key: 'next', label: t('instruments.column.next'), children: <DateText day={one.valid_until} /> },
              { key: 'model', label: t('instruments.column.model'), children: one.texts.model },
              { key: 'place', label: t('instruments.column.place'), children: one.texts.place },
            ]}
          />
        </section>
      )}
    </Answer>
  );
}

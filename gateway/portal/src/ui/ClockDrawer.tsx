import { useQuery } from '@tanstack/react-query';
import { Button, Descriptions, Drawer, Table, Tag, Typography } from 'antd';
import { useTranslation } from 'react-i18next';

import { DateText } from './DateText';
import { Answer } from './blocks';

import { client, said, type Schemas } from '@/api/client';
import { i18n } from '@/lib/i18n';

type Clock = Schemas['Clock'];
type Day = Schemas['ClockDay'];

function clockName(name: string): string {
  return i18n.t(`ui.clock.name.${name}` as 'ui.clock.name.decision', { defaultValue: name });
}

/** 时限说明: from when each limit runs, which days count and why, where it stood still, what comes of it. */
export function ClockDrawer({ no, open, onClose }: { no: string; open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ['case', no, 'clocks'],
    queryFn: ({ signal }) => said(client.GET('/api/cases/{no}/clocks', { params: { path: { no } }, signal })),
    enabled: open,
  });
  return (
    <Drawer open={open} onClose={onClose} title={t('ui.clock.explain')} size={520}>
      <Answer query={query}>
        {({ clocks }) => (
          <div className="qi-stack">
            {clocks.map((clock) => (
              <Explained key={`${clock.clock} ${clock.subject ?? ''}`} clock={clock} />
            ))}
          </div>
        )}
      </Answer>
    </Drawer>
  );
}

function Explained({ clock }: { clock: Clock }) {
  const { t } = useTranslation();
  const days = (n: number) => t('words.days', { n });
  const facts = [
    { key: 'limit', label: t('ui.clock.limit'), children: days(clock.limit) },
    { key: 'basis', label: t('ui.clock.rule'), children: clock.basis ?? t('ui.clock.own_promise') },
    { key: 'start', label: t('ui.clock.start'), children: <DateText day={clock.start} /> },
    {
      key: 'due',
      label: t('words.field.latest'),
      children: <DateText day={clock.due} provisional={clock.provisional} />,
    },
    ...clock.stops.map((stop, place) => ({
      key: `stop ${place}`,
      label: t('words.field.stopped'),
      children: `${stop.type ?? ''} ${stop.since ?? ''} – ${stop.until ?? ''}`,
    })),
  ];
  if (clock.extension) {
    facts.push({ key: 'extension', label: t('words.action.extend'), children: days(clock.extension.days) });
  }
  return (
    <section>
      <Typography.Title level={3} className="qi-h3">
        {clockName(clock.clock)} {clock.subject}
      </Typography.Title>
      <Descriptions bordered size="small" column={1} items={facts} />
      <details>
        <summary>{t('ui.clock.days', { n: clock.days.length })}</summary>
        <Table<Day>
          size="small"
          pagination={false}
          rowKey={(day) => day.date ?? ''}
          dataSource={clock.days}
          columns={[
            { title: t('ui.clock.day'), render: (_, day) => <DateText day={day.date} /> },
            {
              title: t('ui.clock.counts'),
              render: (_, day) => (day.counts ? t('ui.clock.counted') : <Tag>{t('ui.clock.skipped')}</Tag>),
            },
            { title: t('ui.clock.reason'), render: (_, day) => day.name ?? whyText(day.why) },
          ]}
        />
      </details>
      <Button size="small" onClick={() => void navigator.clipboard.writeText(spoken(clock))}>
        {t('ui.clock.copy')}
      </Button>
    </section>
  );
}

function whyText(why: string): string {
  return i18n.t(`ui.clock.why.${why}` as 'ui.clock.why.weekend', { defaultValue: why });
}

/** What is copied: the same facts in lines. */
function spoken(clock: Clock): string {
  const days = clock.days.map((day) => {
    const counts = i18n.t(day.counts ? 'ui.clock.counted' : 'ui.clock.skipped');
    return `${day.date ?? ''} ${counts} ${day.name ?? whyText(day.why)}`;
  });
  return [`${clockName(clock.clock)} ${clock.basis ?? ''}`, `${clock.start ?? ''} → ${clock.due ?? ''}`, ...days].join(
    '\n',
  );
}

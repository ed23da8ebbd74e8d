import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Flex } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { looked, taken, type Report } from './queries';

import { newKey } from '@/api/client';
import { send } from '@/api/upload';
import { ErrorBlock } from '@/ui/blocks';
import { busy } from '@/ui/busy';

type Looked = { material: string; name: string; key: string; report: Report };

async function looking(file: File): Promise<Looked> {
  const { id } = await send(file, 'M-01', 'instrument_list', () => undefined);
  return { material: id, name: file.name, key: newKey(), report: await looked(id) };
}

/** A sheet is checked row by row, and then taken in: every good row, or none. */
export function ImportSheet() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [found, setFound] = useState<Looked>();
  const look = useMutation({ mutationFn: looking, onSuccess: setFound });
  const take = useMutation({
    mutationFn: ({ material, key, report }: Looked) => taken(material, key, report.fault_count > 0),
    onSuccess: () => {
      setFound(undefined);
      return queries.invalidateQueries({ queryKey: ['instruments'] });
    },
  });
  return (
    <section className="qi-panel" aria-labelledby="import-sheet">
      <h2 id="import-sheet">{t('instruments.import.title')}</h2>
      <p>{t('instruments.import.hint')}</p>
      <Flex gap="small" wrap>
        <input
          ref={input}
          type="file"
          hidden
          accept=".xlsx"
          aria-label={t('instruments.import.choose')}
          onChange={({ target }) => {
            const file = target.files?.[0];
            if (file) look.mutate(file);
            target.value = '';
          }}
        />
        <Button {...busy(look.isPending)} onClick={() => input.current?.click()}>
          {t('instruments.import.choose')}
        </Button>
        <Button href="/api/instruments/ledger.xlsx?empty=true">{t('instruments.template')}</Button>
      </Flex>
      {look.error && <ErrorBlock error={look.error} />}
      {found && <Findings of={found} onTake={() => take.mutate(found)} waiting={take.isPending} />}
      {take.error && <ErrorBlock error={take.error} />}
      {take.data && !found && <Done report={take.data} />}
    </section>
  );
}

function Done({ report }: { report: Report }) {
  const { t } = useTranslation();
  const known = report.known > 0 ? t('instruments.import.known', { known: report.known }) : '';
  const title = `${t('instruments.import.done', { added: report.added })} ${known}`;
  return <Alert type="success" showIcon role="status" title={title} />;
}

type Told = { of: Looked; onTake: () => void; waiting: boolean };

function Findings({ of: { report, name }, onTake, waiting }: Told) {
  const { t } = useTranslation();
  const { rows, good, fault_count: faults } = report;
  return (
    <div className="qi-stack">
      <p role="status">
        {name}：{t('instruments.import.found', { rows, good, faults })}
      </p>
      {faults > 0 && <Faults report={report} />}
      {good > 0 && (
        <Button type="primary" {...busy(waiting)} onClick={onTake}>
          {t(faults > 0 ? 'instruments.import.take_good' : 'instruments.import.take', { n: good })}
        </Button>
      )}
    </div>
  );
}

function Faults({ report }: { report: Report }) {
  const { t } = useTranslation();
  return (
    <div role="region" tabIndex={0} aria-label={t('instruments.import.what')} className="qi-scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">{t('instruments.import.row')}</th>
            <th scope="col">{t('instruments.import.column')}</th>
            <th scope="col">{t('instruments.import.what')}</th>
            <th scope="col">{t('instruments.import.fix')}</th>
          </tr>
        </thead>
        <tbody>
          {report.faults.map(({ row, column, reason, value }) => (
            <tr key={`${row} ${column}`}>
              <td>{row}</td>
              <td>{column}</td>
              <td>{t(`instruments.fault.${reason}`, { value: value ?? '' })}</td>
              <td>{t(`instruments.fix.${reason}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

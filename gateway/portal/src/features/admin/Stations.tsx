import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Drawer, Flex, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { client, said, type Schemas } from '@/api/client';
import { stationsQuery } from '@/api/queries';
import { useKeys } from '@/lib/keys';
import { DataTable, type Column } from '@/ui/DataTable';
import { Answer, ErrorBlock } from '@/ui/blocks';
import { busy } from '@/ui/busy';

type Station = Schemas['Station'];
const FIELDS = ['name', 'district', 'address', 'phone', 'hours'] as const;
const CODE = /^\d{9}$/;
const EMPTY: Station = { code: '', name: '', district: '', address: '', phone: '', hours: '' };
const codeOf = ({ code }: Station) => code;

/** X2: the stations, with what a visitor needs to find them. */
export function Stations() {
  const { t } = useTranslation();
  const [edited, setEdited] = useState<Station>();
  const [saved, setSaved] = useState<string>();
  const columns: Column<Station>[] = [
    { key: 'code', title: t('admin.station.code'), width: 120, render: ({ code }) => code },
    ...FIELDS.map((name) => ({
      key: name,
      title: t(`admin.station.${name}`),
      cut: name === 'address',
      render: (row: Station) => row[name],
    })),
    {
      key: 'edit',
      title: t('act.acts'),
      width: 80,
      render: (row) => (
        <Button size="small" aria-label={t('admin.station.edit_of', { name: row.name })} onClick={() => setEdited(row)}>
          {t('admin.station.edit')}
        </Button>
      ),
    },
  ];
  return (
    <>
      <Flex gap="small" align="center" wrap className="qi-bar">
        <h1>{t('admin.station.title')}</h1>
        <Button onClick={() => setEdited(EMPTY)}>{t('admin.station.add')}</Button>
      </Flex>
      <div role="status">
        {saved && (
          <Alert type="success" showIcon title={t('admin.station.saved', { name: saved })} className="qi-gap" />
        )}
      </div>
      <Answer query={useQuery(stationsQuery)} rows={10}>
        {(rows) => (
          <DataTable<Station> label={t('admin.station.title')} rows={rows} rowKey={codeOf} columns={columns} />
        )}
      </Answer>
      {edited && (
        <Edit
          key={edited.code}
          station={edited}
          onClose={() => setEdited(undefined)}
          onSaved={(name) => {
            setSaved(name);
            setEdited(undefined);
          }}
        />
      )}
    </>
  );
}

type Shown = { station: Station; onClose: () => void; onSaved: (name: string) => void };

function Edit({ station, onClose, onSaved }: Shown) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [told, setTold] = useState(station);
  const put = useMutation({
    mutationFn: () => {
      const { code, ...body } = told;
      return said(client.PUT('/api/stations/{code}', { params: { path: { code } }, body }));
    },
    onSuccess: async ({ name }) => {
      await queries.invalidateQueries({ queryKey: stationsQuery.queryKey });
      onSaved(name);
    },
  });
  const ready = CODE.test(told.code) && FIELDS.every((name) => told[name].trim()) && !put.isPending;
  const save = () => ready && put.mutate();
  useKeys({ 'Ctrl+Enter': save }, true, true);
  return (
    <Drawer
      open
      title={station.name || t('admin.station.add')}
      size={420}
      onClose={onClose}
      footer={
        <Flex gap="small" justify="end">
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="primary" disabled={!ready} {...busy(put.isPending)} onClick={save}>
            {t('admin.station.save')}
          </Button>
        </Flex>
      }
    >
      <Form layout="vertical" component="div">
        <Form.Item label={t('admin.station.code')} htmlFor="station-code" help={t('admin.station.code_hint')}>
          <Input
            id="station-code"
            disabled={station.code !== ''}
            value={told.code}
            onChange={({ target }) => setTold({ ...told, code: target.value.trim() })}
          />
        </Form.Item>
        {FIELDS.map((name) => (
          <Form.Item key={name} label={t(`admin.station.${name}`)} htmlFor={`station-${name}`}>
            <Input
              id={`station-${name}`}
              maxLength={100}
              value={told[name]}
              onChange={({ target }) => setTold({ ...told, [name]: target.value })}
            />
          </Form.Item>
        ))}
      </Form>
      {put.error && <ErrorBlock error={put.error} />}
    </Drawer>
  );
}

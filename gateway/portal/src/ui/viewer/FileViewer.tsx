import { Button, Flex, Typography } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Loading } from '../blocks';

import type { Schemas } from '@/api/client';

const PdfPages = lazy(async () => ({ default: (await import('./PdfPages')).PdfPages }));
const ZOOMS = [1, 1.5, 2, 3] as const;

type Shown = { no: string; file: Schemas['FiledMaterial'] };

/** A filed file where it is judged: fitting the width, larger, turned. */
export function FileViewer({ no, file }: Shown) {
  const { t } = useTranslation();
  const [zoom, setZoom] = useState<(typeof ZOOMS)[number]>(1);
  const [turn, setTurn] = useState(0);
  const url = `/api/cases/${no}/materials/${encodeURIComponent(file.id)}`;
  const name = file.name ?? file.material;
  const larger = ZOOMS[(ZOOMS.indexOf(zoom) + 1) % ZOOMS.length] ?? 1;
  return (
    <section aria-label={t('desk.viewer.of', { name })} className="qi-viewer">
      <Flex gap={4} align="center" wrap>
        <Typography.Text strong className="qi-break">
          {name}
        </Typography.Text>
        <span className="qi-grow" />
        <Button size="small" aria-pressed={zoom === 1} onClick={() => setZoom(1)}>
          {t('desk.viewer.fit')}
        </Button>
        <Button size="small" onClick={() => setZoom(larger)}>
          {t('desk.viewer.zoom', { n: zoom * 100 })}
        </Button>
        <Button size="small" onClick={() => setTurn((turn + 90) % 360)}>
          {t('desk.viewer.turn')}
        </Button>
        <Button size="small" href={url} target="_blank" rel="noreferrer">
          {t('desk.viewer.open')}
        </Button>
      </Flex>
      <div className="qi-sheet" tabIndex={0} role="region" aria-label={name}>
        <Content url={url} file={file} name={name} zoom={zoom} turn={turn} />
      </div>
    </section>
  );
}

type Drawn = { url: string; file: Schemas['FiledMaterial']; name: string; zoom: number; turn: number };

function Content({ url, file, ...how }: Drawn) {
  const { t } = useTranslation();
  if (file.media_type === 'application/pdf') {
    return (
      <Suspense fallback={<Loading rows={8} />}>
        <PdfPages url={url} {...how} />
      </Suspense>
    );
  }
  if (file.media_type.startsWith('image/')) {
    return <img src={url} alt={how.name} className={`qi-page qi-zoom-${how.zoom * 100} qi-turn-${how.turn}`} />;
  }
  return <p>{t('desk.viewer.elsewhere')}</p>;
}

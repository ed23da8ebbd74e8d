import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy } from 'pdfjs-dist';
import worker from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Loading } from '../blocks';

GlobalWorkerOptions.workerSrc = worker;

type Shown = { url: string; zoom: number; turn: number; name: string };
const MOST_PAGES = 60; // drawn one below the other; the rest is in the file itself

/** The pages of a PDF, drawn as they come; nothing in the file is run. */
export function PdfPages({ url, ...how }: Shown) {
  const { t } = useTranslation();
  const [document, setDocument] = useState<PDFDocumentProxy>();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const task = getDocument({ url, enableXfa: false });
    setDocument(undefined);
    setFailed(false);
    task.promise.then(setDocument, () => setFailed(true));
    return () => void task.destroy();
  }, [url]);
  if (failed) return <p>{t('desk.viewer.unreadable')}</p>;
  if (!document) return <Loading rows={8} />;
  const pages = Array.from({ length: Math.min(document.numPages, MOST_PAGES) }, (_, place) => place + 1);
  return (
    <>
      {pages.map((page) => (
        <PdfPage key={page} document={document} page={page} {...how} />
      ))}
    </>
  );
}

type One = Omit<Shown, 'url'> & { document: PDFDocumentProxy; page: number };

function PdfPage({ document, page, zoom, turn, name }: One) {
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let cancel: (() => void) | undefined;
    let left = false;
    void document.getPage(page).then((found) => {
      const at = canvas.current;
      if (!at || left) return;
      const rotation = (found.rotate + turn) % 360;
      const width = at.parentElement?.clientWidth ?? 400;
      const scale = (width / found.getViewport({ scale: 1, rotation }).width) * zoom * devicePixelRatio;
      const viewport = found.getViewport({ scale, rotation });
      at.width = viewport.width;
      at.height = viewport.height;
      const drawing = found.render({ canvas: at, viewport });
      cancel = () => drawing.cancel();
      drawing.promise.catch(() => undefined); // drawn anew, in another size
    });
    return () => {
      left = true;
      cancel?.();
    };
  }, [document, page, zoom, turn]);
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={t('desk.viewer.page', { name, page, all: document.numPages })}
      className={`qi-page qi-zoom-${zoom * 100}`}
    />
  );
}

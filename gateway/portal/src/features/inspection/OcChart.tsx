import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { curveQuery, type Series } from './queries';

import { Answer } from '@/ui/blocks';

const WIDTH = 360;
const HEIGHT = 180;
const EDGE = 32;
type Given = { sampleSize: number; accept: number; counting: Series['counting'] };

/** How likely a lot is accepted, by its quality; the three named qualities are read as text. */
export function OcChart({ sampleSize, accept, counting }: Given) {
  const { t } = useTranslation();
  const title = t('inspection.curve', { n: sampleSize, c: accept });
  return (
    <section className="qi-panel" aria-label={title}>
      <h2>{title}</h2>
      <Answer query={useQuery(curveQuery(sampleSize, accept, counting))}>
        {(curve) => (
          <figure>
            <Drawing points={curve.points} title={title} />
            <figcaption>
              {(['p95', 'p50', 'p10'] as const).map((name) => (
                <span key={name} className="qi-figures">
                  {name} {percent(curve[name])}{' '}
                </span>
              ))}
            </figcaption>
          </figure>
        )}
      </Answer>
    </section>
  );
}

function Drawing({ points, title }: { points: readonly { p: string; pa: string }[]; title: string }) {
  const most = Number(points.at(-1)?.p ?? 1) || 1;
  const x = (p: number) => EDGE + (p / most) * (WIDTH - EDGE - 8);
  const y = (pa: number) => 8 + (1 - pa) * (HEIGHT - EDGE);
  const line = points.map(({ p, pa }) => `${x(Number(p)).toFixed(1)},${y(Number(pa)).toFixed(1)}`).join(' ');
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={title} width="100%" height={240}>
      {[0, 0.5, 1].map((pa) => (
        <g key={pa}>
          <line x1={EDGE} x2={WIDTH - 8} y1={y(pa)} y2={y(pa)} stroke="currentColor" strokeOpacity={0.2} />
          <text x={EDGE - 6} y={y(pa) + 4} textAnchor="end" fontSize={11} fill="currentColor">
            {pa.toFixed(1)}
          </text>
        </g>
      ))}
      {[0, 0.5, 1].map((share) => (
        <text
          key={share}
          x={x(share * most)}
          y={HEIGHT - 6}
          textAnchor={share === 1 ? 'end' : 'middle'}
          fontSize={11}
          fill="currentColor"
        >
          {percent(String(share * most), 1)}
        </text>
      ))}
      <polyline points={line} fill="none" stroke="currentColor" strokeWidth={2} />
    </svg>
  );
}

function percent(fraction: string, digits = 2): string {
  return `${(100 * Number(fraction)).toFixed(digits)} %`;
}

type Shown = { points: readonly (readonly [number, number])[]; label: string };
const [W, H, EDGE] = [480, 240, 40];
const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** The curve of acceptance over quality; the same numbers stand in a table beside it. */
export function Curve({ points, label }: Shown) {
  const most = Math.max(...points.map(([p]) => p), Number.EPSILON);
  const x = (p: number) => EDGE + (p / most) * (W - EDGE - 10);
  const y = (pa: number) => 10 + (1 - pa) * (H - EDGE - 10);
  const path = points.map(([p, pa], place) => `${place === 0 ? 'M' : 'L'}${x(p).toFixed(1)} ${y(pa).toFixed(1)}`);
  return (
    <svg viewBox={`0 0 ${W} ${H}`} role="img" aria-label={label} className="qi-curve">
      {TICKS.map((tick) => (
        <g key={tick}>
          <line x1={EDGE} x2={W - 10} y1={y(tick)} y2={y(tick)} className="qi-grid" />
          <text x={EDGE - 6} y={y(tick) + 4} textAnchor="end">
            {tick * 100}
          </text>
          <text x={x(tick * most)} y={H - 20} textAnchor="middle">
            {(tick * most * 100).toFixed(1)}
          </text>
        </g>
      ))}
      <text x={W - 10} y={H - 4} textAnchor="end">
        p %
      </text>
      <text x={4} y={12}>
        Pa %
      </text>
      <path d={path.join('')} className="qi-line" />
    </svg>
  );
}

import type { Schemas } from '@/api/client';
import type { Given } from '@/api/upload';

/** Files are known by their ids once they are sent on. */
export function bodyOf(values: Record<string, unknown>): Record<string, unknown> {
  const { materials, ...others } = values;
  if (!Array.isArray(materials)) return values;
  return { ...others, materials: (materials as (Given | Schemas['FiledMaterial'])[]).map(({ id }) => id) };
}

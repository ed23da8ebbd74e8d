import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Flex, Tag, Typography } from 'antd';
import { useTranslation } from 'react-i18next';

import { client, said, type Schemas } from '@/api/client';
import { earlierQuery } from '@/api/queries';
import type { Given } from '@/api/upload';
import { inLanguage, useLanguage } from '@/lib/i18n';
import { usccFault } from '@/lib/uscc';
import { MaterialUpload } from '@/ui/MaterialUpload';
import { ErrorBlock } from '@/ui/blocks';

type Shown = { item: Schemas['Item']; uscc: string; given: Given[]; onGiven: (given: Given[]) => void };
type Earlier = Schemas['EarlierMaterial'];

/** Materials line by line: scanned now, or given before and used again. */
export function Papers({ item, uscc, given, onGiven }: Shown) {
  const { t } = useTranslation();
  const language = useLanguage();
  const known = usccFault(uscc) === undefined;
  const earlier = useQuery({ ...earlierQuery(item.code, uscc), enabled: known }).data ?? [];
  const reuse = useMutation({
    mutationFn: async ({ file, fits }: Earlier): Promise<Given> => {
      const material = fits ?? file.material;
      const again = await said(
        client.POST('/api/materials/{material_id}/reuse', {
          params: { path: { material_id: file.id } },
          body: { item: item.code, material, uscc },
        }),
      );
      return { ...again, material, name: file.name ?? material };
    },
    onSuccess: (one) => onGiven([...given, one]),
  });
  return (
    <section className="qi-panel" aria-label={t('act.materials')}>
      <h2>{t('act.materials')}</h2>
      {reuse.error && <ErrorBlock error={reuse.error} />}
      <ul className="qi-plain qi-papers">
        {item.materials.map((material) => {
          const name = inLanguage(language, material.name, material.name_en);
          const own = given.filter((one) => one.material === material.code);
          const before = own.length > 0 ? undefined : earlier.find(({ fits }) => fits === material.code);
          return (
            <li key={material.code}>
              <Flex gap="small" wrap align="center">
                <strong>{name}</strong>
                <Tag>{t(`words.necessity.${material.necessity}`)}</Tag>
                <Typography.Text type="secondary">{material.note}</Typography.Text>
              </Flex>
              {material.source === 'applicant' ? (
                <Flex gap="small" wrap align="center">
                  <MaterialUpload
                    item={item.code}
                    material={material.code}
                    label={name}
                    given={own}
                    onGiven={(next) => onGiven([...given.filter((one) => one.material !== material.code), ...next])}
                  />
                  {before && (
                    <Button disabled={reuse.isPending} onClick={() => reuse.mutate(before)}>
                      {t('intake.reuse_of', {
                        name: before.file.name ?? before.material_name,
                        day: before.at?.slice(0, 10) ?? '',
                      })}
                    </Button>
                  )}
                </Flex>
              ) : (
                <Typography.Text type="secondary">
                  {t('ui.no_upload', { how: t(`words.source.${material.source}`) })}
                </Typography.Text>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

import type { Schemas } from '@/api/client';
import type { Given } from '@/api/upload';
import { inLanguage, useLanguage } from '@/lib/i18n';
import { MaterialUpload } from '@/ui/MaterialUpload';

type Shown = {
  item: Schemas['Item'];
  codes: readonly string[];
  given: Given[];
  onGiven: (given: Given[]) => void;
  reasons?: Record<string, string>;
};

/** One place to upload for each of some materials of an item. */
export function GivenFiles({ item, codes, given, onGiven, reasons = {} }: Shown) {
  const language = useLanguage();
  return (
    <ul className="qi-materials">
      {codes.map((code) => {
        const material = item.materials.find((one) => one.code === code);
        const name = material ? inLanguage(language, material.name, material.name_en) : code;
        return (
          <li key={code}>
            <strong>{name}</strong>
            {(reasons[code] ?? material?.note) && <span>{reasons[code] ?? material?.note}</span>}
            <MaterialUpload
              item={item.code}
              material={code}
              label={name}
              given={given.filter((one) => one.material === code)}
              onGiven={(files) => onGiven([...given.filter((one) => one.material !== code), ...files])}
            />
          </li>
        );
      })}
    </ul>
  );
}

import { Buttons } from './Buttons';
import type { StepProps } from './Filing';

import { ItemForm } from '@/ui/form/ItemForm';

/** What the item asks, by its schema. */
export function FormStep({ item, content, change, onNext, onBack }: StepProps) {
  return (
    <ItemForm
      schema={item.form_schema}
      uiSchema={item.ui_schema}
      data={content.form}
      onChange={(form) => change({ form })}
      onValid={onNext}
    >
      <Buttons submits onBack={onBack} />
    </ItemForm>
  );
}

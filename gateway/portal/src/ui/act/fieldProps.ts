import type { Field, Subject } from './moves';

/** How each kind of field is asked for; a value is exactly what the gateway takes. */
export type FieldProps = {
  field: Field;
  id: string;
  subject: Subject;
  value: unknown;
  invalid: boolean;
  onChange: (value: unknown) => void;
};

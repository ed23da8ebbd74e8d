import {
  createErrorHandler,
  toErrorSchema,
  unwrapErrorHandler,
  validationDataMerge,
  type RJSFSchema,
  type RJSFValidationError,
  type ValidatorType,
} from '@rjsf/utils';

import { faultText } from '../reason';

import { answered, faultsOf, valid, type Fault } from './faults';

/** An interpreting validator behind rjsf's interface: the usual one compiles code, which the page's policy forbids. */
export const validator: ValidatorType = {
  validateFormData(data: unknown, schema: RJSFSchema, customValidate) {
    const errors = faultsOf(schema, answered(schema, data)).map(asError);
    const errorSchema = toErrorSchema(errors);
    if (!customValidate) return { errors, errorSchema };
    const handler = customValidate(data, createErrorHandler(data), undefined, errorSchema);
    return validationDataMerge({ errors, errorSchema }, unwrapErrorHandler(handler));
  },
  isValid(schema: RJSFSchema, data: unknown, root: RJSFSchema) {
    return valid(root.$defs ? { ...schema, $defs: root.$defs } : schema, data);
  },
  rawValidation(schema: RJSFSchema, data: unknown) {
    return { errors: faultsOf(schema, data) as never[] };
  },
};

function asError({ path, keyword, limit }: Fault): RJSFValidationError {
  const message = faultText(keyword, limit);
  const property = path.map((step) => `.${step}`).join('');
  return { name: keyword.toLowerCase(), message, property, params: { limit }, stack: message };
}

export default validator;
